"""Reads the register: earlier imports, schools and links."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from schools.domain.files.admission import Import
from schools.domain.files.layout import FIELDS
from schools.domain.files.links import Link
from schools.domain.register.differences import KnownSchool
from schools.domain.register.related_schools import STILL_OPEN
from schools.domain.register.school import School
from schools.store.tables import ImportRow, LinkRow, SchoolRow

FOLLOWING = ("part4_maintained", "academy")
RELATED = ("predecessors", "successors")
STANDING = ("registered_on", "registered_import", "absent_since", "converted_to")
COLUMNS = (*FIELDS, *FOLLOWING, *RELATED, *STANDING, "mark")
REGISTER = "register:schools"  # what an event about an unknown school waits for, besides it
CHUNK = 5000  # PostgreSQL takes 32,767 parameters in a statement

_school: Any = SchoolRow.__table__  # type: ignore[attr-defined]
_import: Any = ImportRow.__table__  # type: ignore[attr-defined]
_link: Any = LinkRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Snapshot:
    """The register before an import: compared with outside the writing transaction."""

    imports: list[Import]
    number: int  # of the last import
    standing: dict[str, KnownSchool]

    def ends(self) -> dict[str, str | None]:
        """When each school ended, as far as that is known."""
        return {urn: known.end for urn, known in self.standing.items()}


async def last_number(session: AsyncSession) -> int:
    """How many files were applied so far."""
    found = await session.execute(select(func.max(_import.c.number)))
    return found.scalar_one() or 0


async def imports(session: AsyncSession) -> list[Import]:
    """The files that were applied, oldest first."""
    found = await session.execute(select(ImportRow).order_by(_import.c.number))
    return [
        Import(
            row.file_sha256,
            row.kind,
            tuple(row.authorities.split(",")) if row.authorities else (),
            row.extract_date,
            row.rows,
        )
        for row in found.scalars()
    ]


async def snapshot(session: AsyncSession) -> Snapshot:
    """What an extract is compared with."""
    names = ("urn", "mark", "la_code", "status_code", "type_code", "absent_since", "close_date")
    rows = await session.execute(select(*(_school.c[name] for name in names)))
    standing = {
        urn: KnownSchool(mark, la_code, status, kind, absent is not None, close_date)
        for urn, mark, la_code, status, kind, absent, close_date in rows
    }
    earlier = await imports(session)
    return Snapshot(earlier, await last_number(session), standing)


async def schools(session: AsyncSession, urns: Iterable[str]) -> dict[str, School]:
    """These schools, as far as they are known."""
    return await _load(session, "urn", sorted(set(urns)))


async def schools_at(session: AsyncSession, postcodes: Iterable[str]) -> dict[str, School]:
    """The schools at these postcodes."""
    return await _load(session, "postcode", sorted(set(postcodes)))


async def links(session: AsyncSession) -> list[Link]:
    """Every link that is known."""
    rows = await session.execute(select(*_link.c))
    return [Link(urn, other, kind, since or None) for urn, other, kind, since in rows]


async def _load(session: AsyncSession, by: str, values: Sequence[str]) -> dict[str, School]:
    found: dict[str, School] = {}
    for start in range(0, len(values), CHUNK):
        chosen = _school.c[by].in_(values[start : start + CHUNK])
        rows = await session.execute(_selected().where(chosen))
        found |= {school.urn: school for school in read(rows)}
    return found


async def contradicted(session: AsyncSession, ends: Mapping[str, str | None]) -> set[str]:
    """Schools whose stored relations say that a school which is open was followed by another.

    Earlier versions kept these when a school opened again; an import puts them right.
    """
    names = ("urn", *RELATED, "converted_to")
    kept = or_(*(_school.c[name].is_not(None) for name in names[1:]))
    found: set[str] = set()
    for urn, before, after, converted_to in await session.execute(
        select(*(_school.c[name] for name in names)).where(kept)
    ):
        still_open = {old for old in json.loads(before or "[]") if ends.get(old) == STILL_OPEN}
        found |= {urn, *still_open} if still_open else set()
        followers = {*json.loads(after or "[]"), converted_to} - {None}
        found |= {urn, *followers} if followers and ends.get(urn) == STILL_OPEN else set()
    return found


def _selected() -> Select[Any]:
    return select(*(_school.c[name] for name in COLUMNS[:-1]))


def read(rows: Iterable[Sequence[Any]]) -> Iterator[School]:
    """Schools of rows with the columns of COLUMNS but the mark."""
    stated, related = len(FIELDS) + len(FOLLOWING), len(RELATED)
    for row in rows:
        state = dict(zip((*FIELDS, *FOLLOWING), row[:stated], strict=True))
        for name, value in zip(RELATED, row[stated : stated + related], strict=True):
            state[name] = None if value is None else json.loads(value)
        yield School(state["urn"], state, *row[stated + related :])
