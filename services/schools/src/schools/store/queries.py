"""Queries: lists of schools, the history of a school, and the links around it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from schools.domain.files.links import Link
from schools.store.tables import HistoryRow, ImportRow, LinkRow, SchoolRow, TierHistoryRow

_school: Any = SchoolRow.__table__  # type: ignore[attr-defined]
_tier: Any = TierHistoryRow.__table__  # type: ignore[attr-defined]
_history: Any = HistoryRow.__table__  # type: ignore[attr-defined]
_import: Any = ImportRow.__table__  # type: ignore[attr-defined]
_link: Any = LinkRow.__table__  # type: ignore[attr-defined]

LISTED = (
    "urn",
    "name",
    "la_code",
    "establishment_number",
    "status",
    "status_code",
    "type",
    "type_code",
    "phase",
    "phase_code",
    "postcode",
    "part4_maintained",
    "academy",
)


class Words(NamedTuple):
    """What is searched for beside the columns: a part of a name, any text, the tier that holds."""

    name: str = ""
    text: str = ""
    tier: str | None = None


async def page_of_schools(
    session: AsyncSession, filters: Mapping[str, str | bool], words: Words, after: str, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """At most `limit` schools after this URN, and how many there are in all."""
    chosen = [_school.c[column] == value for column, value in filters.items()]
    if words.name:
        chosen.append(_has(_school.c.name, words.name))
    if words.text:
        columns = (_school.c.name, _school.c.trust, _school.c.postcode)
        found = (_has(column, words.text) for column in columns)
        chosen.append(or_(_school.c.urn == words.text, *found))
    if words.tier:
        in_tier = select(_tier.c.urn).where(_tier.c.tier == words.tier)
        chosen.append(_school.c.urn.in_(in_tier))
    total = await session.execute(select(func.count()).select_from(_school).where(*chosen))
    rows = await session.execute(
        select(*(_school.c[column] for column in LISTED))
        .where(*chosen, _school.c.urn > after)
        .order_by(_school.c.urn)
        .limit(limit)
    )
    return [dict(row._mapping) for row in rows], total.scalar_one()


def _has(column: Any, text: str) -> Any:
    return func.lower(column).contains(text.lower(), autoescape=True)


async def history_of(session: AsyncSession, urns: Sequence[str]) -> list[dict[str, Any]]:
    """What each import did to these schools, oldest first."""
    rows = await session.execute(
        select(
            _history.c.urn,
            _history.c.happened,
            _history.c.successor,
            _history.c.changes,
            _import.c.extract_date,
            _import.c.imported_at,
            _import.c.file,
        )
        .join(_import, _import.c.number == _history.c.import_number)
        .where(_history.c.urn.in_(urns))
        .order_by(_history.c.import_number, _history.c.urn)
    )
    return [{**row._mapping, "changes": json.loads(row.changes)} for row in rows]


async def links_around(session: AsyncSession, urn: str) -> list[Link]:
    """Every link that can be reached from this school; circles end by themselves."""
    found: set[Link] = set()
    seen: set[str] = set()
    frontier = {urn}
    while frontier:
        seen |= frontier
        near = _link.c.urn.in_(frontier) | _link.c.link_urn.in_(frontier)
        rows = await session.execute(select(*_link.c).where(near))
        found |= {Link(one, other, kind, at or None) for one, other, kind, at in rows}
        frontier = {end for link in found for end in link[:2]} - seen
    return sorted(found, key=lambda link: (link[:3], link.established_on or ""))
