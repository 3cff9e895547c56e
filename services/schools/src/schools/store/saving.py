"""Writing what an import does to the register, in the transaction that is open."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.storage import bulk
from schools.domain.files import Summary
from schools.domain.layout import FIELDS
from schools.domain.links import MATCHED, Link
from schools.domain.planning import Outcome
from schools.domain.schools import School
from schools.store.register import COLUMNS, FOLLOWING
from schools.store.tables import HistoryRow, ImportRow, LinkRow, SchoolRow

_school: Any = SchoolRow.__table__  # type: ignore[attr-defined]
_history: Any = HistoryRow.__table__  # type: ignore[attr-defined]
_link: Any = LinkRow.__table__  # type: ignore[attr-defined]
_stated = itemgetter(*FIELDS, *FOLLOWING)


def add_import(session: AsyncSession, number: int, summary: Summary, now: datetime) -> None:
    """Notes that a file was applied."""
    row = ImportRow(
        number=number,
        file_sha256=summary.file_sha256,
        file=summary.file,
        kind=summary.kind,
        authorities=",".join(summary.authorities),
        extract_date=summary.extract_date,
        imported_at=now,
        rows=summary.rows,
        added=summary.added,
        changed=summary.changed,
        closed=summary.closed,
        converted=summary.converted,
        unchanged=summary.unchanged,
    )
    session.add(row)


async def save_schools(
    session: AsyncSession, after: Iterable[School], marks: Mapping[str, str | None]
) -> None:
    """Writes these schools as they now are."""
    rows = [_row(school, marks.get(school.urn)) for school in after]
    await bulk.upsert(session, _school, COLUMNS, rows)


async def save_history(session: AsyncSession, outcomes: Iterable[Outcome], number: int) -> None:
    """Writes what this import did to each school."""
    columns = ("urn", "import_number", "happened", "successor", "changes")
    rows = [
        (
            outcome.school.urn,
            number,
            outcome.happened,
            outcome.conversion.new if outcome.conversion else None,
            json.dumps(outcome.changes) if outcome.changes else "{}",
        )
        for outcome in outcomes
    ]
    await bulk.insert(session, _history, columns, rows)


async def add_links(session: AsyncSession, added: Iterable[Link]) -> None:
    """Writes links that are new."""
    rows = [(link.urn, link.link_urn, link.link_type, link.established_on or "") for link in added]
    await bulk.insert(session, _link, tuple(column.name for column in _link.c), rows)


async def replace_links(session: AsyncSession, given: Iterable[Link]) -> None:
    """Puts the links of a file in the place of the last file's; our own matches stay."""
    await session.execute(_link.delete().where(_link.c.link_type != MATCHED))
    await add_links(session, given)


def _row(school: School, mark: str | None) -> tuple[Any, ...]:
    state = school.state
    before, after = state["predecessors"], state["successors"]
    return (
        *_stated(state),
        None if before is None else json.dumps(before),
        None if after is None else json.dumps(after),
        school.registered_on,
        school.registered_import,
        school.absent_since,
        school.converted_to,
        mark,
    )
