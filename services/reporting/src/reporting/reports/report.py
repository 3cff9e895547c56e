"""A report as it was read: its figures, as of when, as of which event, by which definition."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Select, select, text
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.storage import Store
from reporting.domain.changes import Row
from reporting.domain.definitions import Definition
from reporting.journal import last_position
from reporting.store import READ_MODELS

# Taken before the moment is fixed: a rebuild that swaps the tables waits, or is waited for.
_LOCK = text(f"LOCK TABLE {', '.join(READ_MODELS)} IN ACCESS SHARE MODE")


@dataclass(frozen=True, slots=True)
class Report:
    """`figures` is the JSON, `table` the CSV, `view` what the page draws."""

    name: str
    as_of: datetime
    position: int
    definition: Definition
    figures: dict[str, Any]
    table: list[Row]
    view: dict[str, Any]

    def content(self) -> str:
        """The report as JSON, money in pence."""
        head = {
            "as_of": self.as_of.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "position": self.position,
            "definition": self.definition.name,
        }
        return orjson.dumps({**head, **self.figures}).decode()


@asynccontextmanager
async def snapshot(store: Store) -> AsyncIterator[AsyncSession]:
    """A session whose every query sees the same moment, so that figures and position agree."""
    async with store.reading() as session:
        if store.dialect == "postgresql":
            await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            await session.execute(_LOCK)
        yield session


async def standing(session: AsyncSession) -> int:
    """As of which event the read models stand."""
    return await last_position(session)


async def rows_of(session: AsyncSession, query: str | Select[Any]) -> list[Row]:
    """The rows of a read model by its name, or of a query."""
    wanted = select(READ_MODELS[query]) if isinstance(query, str) else query
    return [dict(row) for row in (await session.execute(wanted)).mappings()]


async def authorities(session: AsyncSession) -> dict[str, str]:
    """The names of the local authorities that the register knows, by code."""
    school = READ_MODELS["school"]
    query = select(school.c.la_code, school.c.la_name).where(school.c.la_name.is_not(None))
    return dict((await session.execute(query.distinct())).tuples().all())
