"""The rows that events change in the read models: the newest row of each key, in memory."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Table

from chassis import Event
from reporting.domain.changes import Change, Changes, Row, Seen
from reporting.domain.entry import Entry
from reporting.projections.families import read_models_of


def changes_of(events: Iterable[Event | Entry]) -> Changes:
    """The rows that these events change; raises Rejected for an event that cannot be read."""
    changes = Changes()
    for event in events:
        models, happened = read_models_of(event.type)
        seen = Seen(happened, event.time, event.aggregate_version or 0)
        for model in models:
            row = model.row(event.data, seen)
            if row is not None:
                changes.add([Change(model.table, tuple(row[key] for key in model.keys), row)])
    return changes


def rows_of(changes: Changes, tables: Mapping[str, Table]) -> dict[Table, list[Row]]:
    """The rows to write, into the read models or into the new tables of a rebuild."""
    return {tables[name]: rows for name, rows in changes}
