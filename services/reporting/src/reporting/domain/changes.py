"""Keeps the rows that a batch of events leaves, in memory: the newest of each key."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

Row = dict[str, Any]


class Seen(NamedTuple):
    """The part of an event's envelope that read models use."""

    happened: str  # the type without council., context and version, such as offer.accepted
    time: datetime
    version: int


class Change(NamedTuple):
    """One row of one read model; of two with the same key the newer version is kept."""

    table: str
    key: tuple[Any, ...]
    row: Row


@dataclass(slots=True)
class Changes:
    """The rows that a batch of events leaves, in any order and with any repetition."""

    tables: dict[str, dict[tuple[Any, ...], Row]] = field(default_factory=dict)

    def add(self, changes: Iterable[Change]) -> None:
        """Keeps each change unless a newer version of the same key is already kept."""
        for table, key, row in changes:
            rows = self.tables.setdefault(table, {})
            known = rows.get(key)
            if known is None or known["version"] < row["version"]:
                rows[key] = row

    def __iter__(self) -> Iterator[tuple[str, list[Row]]]:
        """Each table with its rows in key order, so that writers lock rows in one order."""
        for table in sorted(self.tables):
            rows = self.tables[table]
            yield table, [rows[key] for key in sorted(rows)]
