"""Rebuilding: the read models computed anew from the journal, compared with what stood, swapped.

The service goes on meanwhile: only the last step holds the writer's lock, in which the entries
that came since are caught up with, both sides are compared and the new tables take their names.
Nothing is published and nobody is notified.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import MetaData, Table, text
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import Service, Work
from reporting import journal, projecting
from reporting.comparing import Comparison, compare
from reporting.store import READ_MODELS

SUFFIX = "_rebuilt"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild found, table by table, as of which event."""

    position: int
    comparisons: list[Comparison]

    @property
    def equal(self) -> bool:
        """Whether every table came out as it stood."""
        return all(comparison.equal for comparison in self.comparisons)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        tables = [{**asdict(found), "equal": found.equal} for found in self.comparisons]
        return {"position": self.position, "equal": self.equal, "tables": tables}


async def rebuild(service: Service, *, swap: bool = True) -> Rebuilt:
    """Recompute every read model; without `swap` only compare.

    The journal is the truth: where the two differ the new tables take the place of the old all
    the same, and the caller says what was different. A second rebuild at the same time makes
    the first fail without harm.
    """
    new = _new_tables()
    async with service.store.writing() as session:
        await _create(session, new)
    try:
        reached = await _upto_now(service, new)
        async with service.work() as work:
            return await _finish(work, new, reached, swap=swap)
    finally:
        async with service.store.writing() as session:
            await _drop(session, new)


async def _upto_now(service: Service, new: Mapping[str, Table]) -> int:
    """Chunk by chunk, each in a short transaction of its own, while the writer goes on."""
    reached = 0
    async with service.store.reading() as session:
        goal = await journal.last_position(session)
        async for chunk in journal.entries(session, upto=goal):
            async with service.store.writing() as writing:
                await projecting.write(writing, projecting.changes_of(chunk), new)
            reached = chunk[-1].position
    return reached


async def _finish(work: Work, new: Mapping[str, Table], reached: int, *, swap: bool) -> Rebuilt:
    """The rest of the journal, the comparison and the swap, while the writer waits."""
    await work.lock(journal.WRITER)
    async for chunk in journal.entries(work.session, after=reached):
        await projecting.write(work.session, projecting.changes_of(chunk), new)
        reached = chunk[-1].position
    comparisons = [
        await compare(work.session, table, new[name]) for name, table in READ_MODELS.items()
    ]
    if swap:
        await _swap(work.session, new)
    return Rebuilt(reached, comparisons)


def _new_tables() -> dict[str, Table]:
    metadata = MetaData()
    return {
        name: table.to_metadata(metadata, name=f"{name}{SUFFIX}")
        for name, table in READ_MODELS.items()
    }


async def _create(session: AsyncSession, new: Mapping[str, Table]) -> None:
    """What a rebuild that was killed has left is swept away first."""
    await _drop(session, new)
    connection = await session.connection()
    for table in new.values():
        await connection.run_sync(table.create)


async def _drop(session: AsyncSession, new: Mapping[str, Table]) -> None:
    connection = await session.connection()
    for table in new.values():
        await connection.run_sync(table.drop, checkfirst=True)


async def _swap(session: AsyncSession, new: Mapping[str, Table]) -> None:
    """The new tables take the old ones' names; on PostgreSQL their keys' names as well."""
    connection = await session.connection()
    for name, table in new.items():
        await connection.run_sync(READ_MODELS[name].drop)
        await connection.execute(text(f'ALTER TABLE "{table.name}" RENAME TO "{name}"'))
        if connection.dialect.name == "postgresql":
            old, kept = f"{table.name}_pkey", f"{name}_pkey"
            await connection.execute(text(f'ALTER INDEX "{old}" RENAME TO "{kept}"'))
