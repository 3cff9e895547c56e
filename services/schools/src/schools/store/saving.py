"""Writing what an import does to the register, in the transaction that is open."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.storage import insert_many, upsert_many
from schools.domain.files.file import Summary
from schools.domain.files.layout import FIELDS
from schools.domain.files.links import MATCHED, Link
from schools.domain.register.planning import Outcome
from schools.domain.register.school import School
from schools.store.register import FOLLOWING, RELATED
from schools.store.tables import HistoryRow, ImportRow, LinkRow, SchoolRow

_school: Any = SchoolRow.__table__  # type: ignore[attr-defined]
_history: Any = HistoryRow.__table__  # type: ignore[attr-defined]
_link: Any = LinkRow.__table__  # type: ignore[attr-defined]


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
        empty_rows=summary.empty_rows,
    )
    session.add(row)


async def save_schools(
    session: AsyncSession, after: Iterable[School], marks: Mapping[str, str | None]
) -> None:
    """Writes these schools as they now are."""
    rows = [_row(school, marks.get(school.urn)) for school in after]
    await upsert_many(session, _school, rows)


async def save_history(session: AsyncSession, outcomes: Iterable[Outcome], number: int) -> None:
    """Writes what this import did to each school."""
    rows = [
        {
            "urn": outcome.school.urn,
            "import_number": number,
            "happened": outcome.happened,
            "successor": outcome.conversion.new if outcome.conversion else None,
            "changes": json.dumps(outcome.changes),
        }
        for outcome in outcomes
    ]
    await insert_many(session, _history, rows)


async def add_links(session: AsyncSession, added: Iterable[Link]) -> None:
    """Writes links that are new."""
    rows = [
        {
            "urn": link.urn,
            "link_urn": link.link_urn,
            "link_type": link.link_type,
            "established_on": link.established_on or "",
        }
        for link in added
    ]
    await insert_many(session, _link, rows)


async def remove_links(session: AsyncSession, removed: Iterable[Link]) -> None:
    """Removes links that are not true after all."""
    for link in removed:
        same = [
            _link.c.urn == link.urn,
            _link.c.link_urn == link.link_urn,
            _link.c.link_type == link.link_type,
        ]
        await session.execute(_link.delete().where(*same))


async def replace_links(session: AsyncSession, given: Iterable[Link]) -> None:
    """Puts the links of a file in the place of the last file's; our own matches stay."""
    await session.execute(_link.delete().where(_link.c.link_type != MATCHED))
    await add_links(session, given)


def _row(school: School, mark: str | None) -> dict[str, Any]:
    stated = {name: school.state[name] for name in (*FIELDS, *FOLLOWING)}
    related = {name: school.state[name] for name in RELATED}
    return {
        **stated,
        **{name: None if urns is None else json.dumps(urns) for name, urns in related.items()},
        "registered_on": school.registered_on,
        "registered_import": school.registered_import,
        "absent_since": school.absent_since,
        "converted_to": school.converted_to,
        "mark": mark,
    }
