"""Applies events to the read models: works out the newest row of each key, then writes it."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Table
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import Event
from chassis.storage import upsert_many
from reporting.domain.changes import Change, Changes, Seen
from reporting.domain.entry import Entry
from reporting.projections.families import read_models_of
from reporting.projections.standings import place


def changes_of(events: Iterable[Event | Entry]) -> Changes:
    """The rows that these events change; raises Rejected for an event that cannot be read."""
    changes = Changes()
    for event in events:
        models, happened = read_models_of(event.type)
        seen = Seen(happened, event.time, event.aggregate_version or 0)
        for model in models:
            changes.add(
                Change(model.table, tuple(row[key] for key in model.keys), row)
                for row in model.rows(event.data, seen)
            )
    return changes


async def apply(session: AsyncSession, changes: Changes, tables: Mapping[str, Table]) -> None:
    """Writes the rows into the read models, or into the new tables of a rebuild.

    Of two rows with the same key the newer version stays.
    """
    for name, rows in changes:
        await upsert_many(session, tables[name], rows, newer="version")
    await place(session, changes, tables)
