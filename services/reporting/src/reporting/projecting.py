"""Bringing the read models up to events: worked out in memory, the newest row of each key."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Table

from chassis import Event
from reporting.domain.changes import Changes, Row, Seen
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


def rows_of(changes: Changes, tables: Mapping[str, Table]) -> dict[Table, list[Row]]:
    """The rows to write, into the read models or into the new tables of a rebuild."""
    return {tables[name]: rows for name, rows in changes}
