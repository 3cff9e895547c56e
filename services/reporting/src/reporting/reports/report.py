"""A report: its figures, their time, the newest event in them, and their definition."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Select, select, text
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.storage import Store
from reporting.domain.changes import Row
from reporting.domain.definitions import Definition
from reporting.store import READ_MODELS

# Taken before the snapshot: a rebuild that swaps the tables waits, or this waits for it.
_LOCK = text(f"LOCK TABLE {', '.join(READ_MODELS)} IN ACCESS SHARE MODE")


class Figures(NamedTuple):
    """What a report's query gives: the JSON, the rows of the CSV, and the page's own values."""

    figures: dict[str, Any]
    table: list[Row]
    view: dict[str, Any]


class Kind(NamedTuple):
    """A report as the first page lists it, the columns of its CSV, and its query."""

    title: str
    about: str
    definition: Definition
    columns: tuple[str, ...]
    query: Callable[[AsyncSession, datetime], Awaitable[Figures]]


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its figures; `position` is the newest event in them."""

    name: str
    kind: Kind
    as_of: datetime
    position: int
    figures: dict[str, Any]
    table: list[Row]
    view: dict[str, Any]

    @property
    def definition(self) -> Definition:
        """How the figures are worked out."""
        return self.kind.definition

    def content(self) -> str:
        """The report as JSON; money in pence."""
        head = {
            "as_of": self.as_of.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "position": self.position,
            "definition": self.definition.name,
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
    return [dict(row) for row in (await session.execute(wanted)).mappings()]


async def authorities(session: AsyncSession) -> dict[str, str]:
    """The names of the local authorities in the register, by code."""
    school = READ_MODELS["school"]
    query = select(school.c.la_code, school.c.la_name).where(school.c.la_name.is_not(None))
    return dict((await session.execute(query.distinct())).tuples().all())
