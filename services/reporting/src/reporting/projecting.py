"""Brings the read models up to events: worked out in memory, then the newest row of each key."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Table
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import Event
from chassis.storage import upsert_many
from reporting.domain.changes import Changes, Seen
from reporting.domain.entry import Entry
from reporting.domain.projections import projection_of
from reporting.readers import read


def changes_of(events: Iterable[Event | Entry]) -> Changes:
    """What the events change, in memory; refuses an event that cannot be read."""
    changes = Changes()
    for event in events:
        found = projection_of(event.type)
        if found is not None:
            (said, rows), happened = found
            seen = Seen(happened, event.time, event.aggregate_version or 0)
            changes.add(rows(read(said, event.data), seen))
    return changes


async def write(session: AsyncSession, changes: Changes, tables: Mapping[str, Table]) -> None:
    """Writes the rows into the read models, or into the new tables of a rebuild.

    Of two rows with the same key the newer version stays.
    """
    for name, rows in changes:
        await upsert_many(session, tables[name], rows, newer="version")
