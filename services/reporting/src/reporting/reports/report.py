"""A report: its figures, their time, the newest event in them, and their definition."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select, text
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.domain import london_date
from chassis.storage import Store
from reporting.domain.changes import Row
from reporting.domain.definitions import Definition
from reporting.domain.selection import ALL, Selection
from reporting.domain.years import KINDS, year_with
from reporting.domain.years import Kind as YearKind
from reporting.store import READ_MODELS

# Taken before the snapshot: a rebuild that swaps the tables waits, or this waits for it.
_LOCK = text(f"LOCK TABLE {', '.join(READ_MODELS)} IN ACCESS SHARE MODE")


class Figures(NamedTuple):
    """What a report's query gives: the JSON, the rows of the CSV, and the page's own values."""

    figures: dict[str, Any]
    table: list[Row]
    view: dict[str, Any]


class Listed(NamedTuple):
    """A report's long list: its name in the JSON, and how it is read some rows at a time."""

    name: str
    parts: Callable[[AsyncSession, datetime, Selection], AsyncIterator[list[Row]]]


class Kind(NamedTuple):
    """A report as the first page lists it, the columns of its CSV, its query and its parameters.

    `case` tells of schools' cases: it is served only where the setting `case_pages` says so.
    `always_of_a_year` has no figures of all years: without one it is of this year.
    `listed` is the table of a report that is too long to be held whole.
    """

    title: str
    about: str
    definition: Definition
    columns: tuple[str, ...]
    query: Callable[[AsyncSession, datetime, Selection], Awaitable[Figures]]
    selected_by: tuple[str, ...] = ()
    case: bool = False
    year_kinds: tuple[YearKind, ...] = KINDS
    always_of_a_year: bool = False
    listed: Listed | None = None

    def in_its_year(self, selection: Selection, as_of: datetime) -> Selection:
        """The selection with this year, where the report needs one and none is given."""
        if selection.period or not self.always_of_a_year:
            return selection
        return replace(selection, period=year_with(self.year_kinds[0], london_date(as_of)))


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its figures; `position` is the newest event in them.

    `choices` are the authorities to select from, by code, with their names where known.
    """

    name: str
    kind: Kind
    as_of: datetime
    position: int
    figures: dict[str, Any]
    table: list[Row]
    view: dict[str, Any]
    selection: Selection = ALL
    choices: dict[str, str | None] = field(default_factory=dict)

    @property
    def definition(self) -> Definition:
        """How the figures are worked out."""
        return self.kind.definition

    def content(self) -> str:
        """The report as JSON, without a list that is read apart; money in pence."""
        head = {
            "as_of": self.as_of.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "position": self.position,
            "definition": self.definition.name,
            "selection": self.selection.given(),
        }
        return orjson.dumps({**head, **self.figures}).decode()


@asynccontextmanager
async def snapshot(store: Store) -> AsyncIterator[AsyncSession]:
    """A session whose queries all see the same state, so that figures and position agree."""
    async with store.reading() as session:
        if store.dialect == "postgresql":
            await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            await session.execute(_LOCK)
        yield session


async def rows_of(session: AsyncSession, query: str | Select[Any]) -> list[Row]:
    """The rows of a read model, given its name, or of a query."""
    wanted = select(READ_MODELS[query]) if isinstance(query, str) else query
    found = (await session.execute(wanted)).mappings()
    # The name of a column such as case, a word of SQL, is not plain text to a JSON encoder.
    return [{str(name): value for name, value in row.items()} for row in found]


async def count_of(session: AsyncSession, query: Select[Any]) -> int:
    """How many rows the query has."""
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    number: int = (await session.execute(counted)).scalar_one()
    return number


def holding(part: Table, whole: Table) -> ColumnElement[bool]:
    """Joins a part to its whole; a part of an older version holds no more."""
    keys = [column.name for column in whole.primary_key.columns]
    return and_(*(part.c[key] == whole.c[key] for key in keys), part.c.version == whole.c.version)


def undecided(tier: Table, proposal: Table) -> ColumnElement[bool]:
    """A proposal of another tier that no decision has followed."""
    newer = or_(tier.c.time.is_(None), tier.c.time < proposal.c.time)
    return and_(newer, proposal.c.tier != proposal.c.from_tier)


async def rounds_of(session: AsyncSession, selection: Selection, as_of: datetime) -> list[Row]:
    """The selected rounds, newest deadline first."""
    rounds = [
        row for row in await rows_of(session, "funding_round") if selection.takes_round(row, as_of)
    ]
    return sorted(rounds, key=lambda row: (row["deadline"], row["round"]), reverse=True)


async def authorities(session: AsyncSession) -> dict[str, str | None]:
    """The local authorities of rounds and register by code, with their names where known."""
    school, round_ = READ_MODELS["school"], READ_MODELS["funding_round"]
    registered = select(school.c.la_code, school.c.la_name).distinct()
    found = dict.fromkeys((await session.execute(select(round_.c.authority))).scalars())
    for code, name in (await session.execute(registered)).tuples():
        found[code] = name or found.get(code)
    return dict(sorted(found.items()))
