"""Comparing a rebuilt table with the one that stood: row counts, checksums, what differs."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Table, select
from sqlmodel.ext.asyncio.session import AsyncSession

MOST_SHOWN = 20
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """A table's rows by key, and one checksum of them all."""

    rows: dict[Key, bytes]
    checksum: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """One read model before and after; `differing` holds each key, its old and its new row."""

    table: str
    rows_before: int
    rows_after: int
    checksum_before: str
    checksum_after: str
    differing: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        """Whether every row came out the same."""
        return self.checksum_before == self.checksum_after


async def compare(session: AsyncSession, before: Table, after: Table) -> Comparison:
    """Row by row, in the order of the keys."""
    old, new = await _side(session, before), await _side(session, after)
    return Comparison(
        before.name,
        len(old.rows),
        len(new.rows),
        old.checksum,
        new.checksum,
        _differing(old, new) if old.checksum != new.checksum else [],
    )


async def _side(session: AsyncSession, table: Table) -> Side:
    keys = list(table.primary_key.columns)
    places = [list(table.columns).index(key) for key in keys]
    found = await session.execute(select(*table.columns).order_by(*keys))
    rows: dict[Key, bytes] = {}
    checksum = hashlib.sha256()
    for row in found:
        written = orjson.dumps(list(row))
        rows[tuple(row[place] for place in places)] = written
        checksum.update(written + b"\n")
    return Side(rows, checksum.hexdigest())


def _differing(old: Side, new: Side) -> list[tuple[str, str, str]]:
    """The first few, which is enough to see what kind of difference it is."""
    keys = [key for key in {**old.rows, **new.rows} if old.rows.get(key) != new.rows.get(key)]
    return [
        (
            " ".join(str(part) for part in key),
            old.rows.get(key, b"none").decode(),
            new.rows.get(key, b"none").decode(),
        )
        for key in sorted(keys)[:MOST_SHOWN]
    ]
