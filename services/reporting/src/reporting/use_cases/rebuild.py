"""Rebuilds the read models from the journal, compares them with the present ones, swaps them.

The service keeps running. Only the last step holds the writer's lock: it applies the entries that
came in the meantime, compares both sides and renames the new tables. No event is published.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import MetaData, Table, text
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import Service, Work
from reporting.projections import apply, changes_of
from reporting.store import READ_MODELS, entries
from reporting.use_cases.reconcile import Comparison, compare

SUFFIX = "_rebuilt"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The comparison of each table, and the last event that it includes."""

    position: int
    comparisons: list[Comparison]

    @property
    def equal(self) -> bool:
        """Whether every table has the rows that it had before."""
        return all(comparison.equal for comparison in self.comparisons)

    def as_json(self) -> dict[str, Any]:
        """The comparisons as the command's --json prints them."""
        tables = [{**asdict(found), "equal": found.equal} for found in self.comparisons]
        return {"position": self.position, "equal": self.equal, "tables": tables}


async def rebuild(service: Service, *, swap: bool = True) -> Rebuilt:
    """Recomputes every read model; without `swap` only compares.

    The journal is the truth: the new tables replace the old ones even where they differ, and the
    caller reports the differences. A second rebuild at the same time makes the first one fail and
    changes nothing.
    """
    new = _new_tables()
    async with service.store.writing() as session:
        await _create(session, new)
    try:
        reached = await _catch_up(service, new)
        async with service.work() as work:
            return await _finish(work, new, reached, swap=swap)
    finally:
        async with service.store.writing() as session:
            await _drop(session, new)


async def _catch_up(service: Service, new: Mapping[str, Table]) -> int:
    """Writes chunk by chunk, each in a short transaction, while the service keeps recording."""
    reached = 0
    async with service.store.reading() as session:
        goal = await entries.last_position(session)
        async for chunk in entries.entries(session, upto=goal):
            async with service.store.writing() as writing:
                await apply(writing, changes_of(chunk), new)
            reached = chunk[-1].position
    return reached


async def _finish(work: Work, new: Mapping[str, Table], reached: int, *, swap: bool) -> Rebuilt:
    """Applies the rest of the journal, compares and swaps, while the writer waits."""
    await work.lock(entries.WRITER)
    async for chunk in entries.entries(work.session, after=reached):
        await apply(work.session, changes_of(chunk), new)
        reached = chunk[-1].position
    comparisons = [
        await compare(work.session, table, new[name]) for name, table in READ_MODELS.items()
    ]
    if swap:
        await _swap(work.session, new)
    return Rebuilt(reached, comparisons)


def _new_tables() -> dict[str, Table]:
    """Without indexes: their names are taken until the old tables are dropped."""
    metadata = MetaData()
    new = {
        name: table.to_metadata(metadata, name=f"{name}{SUFFIX}")
        for name, table in READ_MODELS.items()
    }
    for table in new.values():
        table.indexes.clear()
    return new


async def _create(session: AsyncSession, new: Mapping[str, Table]) -> None:
    """Creates the new tables, after dropping those of a rebuild that was killed."""
    await _drop(session, new)
    connection = await session.connection()
    for table in new.values():
        await connection.run_sync(table.create)


async def _drop(session: AsyncSession, new: Mapping[str, Table]) -> None:
    connection = await session.connection()
    for table in new.values():
        await connection.run_sync(table.drop, checkfirst=True)


async def _swap(session: AsyncSession, new: Mapping[str, Table]) -> None:
    """Renames the new tables to the old names, with primary keys and indexes."""
    connection = await session.connection()
    for name, table in new.items():
        await connection.run_sync(READ_MODELS[name].drop)
        await connection.execute(text(f'ALTER TABLE "{table.name}" RENAME TO "{name}"'))
        if connection.dialect.name == "postgresql":
            old, kept = f"{table.name}_pkey", f"{name}_pkey"
            await connection.execute(text(f'ALTER INDEX "{old}" RENAME TO "{kept}"'))
        for index in READ_MODELS[name].indexes:
            await connection.run_sync(index.create)
