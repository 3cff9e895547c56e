"""Changes the key: what it sealed is encrypted again in small batches while the service runs."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Column, MetaData, select, update

from chassis.storage.database import Store
from chassis.storage.encryption import Cipher
from chassis.storage.tables import InboxRow, Sealed

BATCH = 50  # bodies of a third of a megabyte at most
PASSES = 5
Batch = Sequence[tuple[str, bytes]]


class SealedColumn(NamedTuple):
    """A column that the key seals, beside the key column of its table."""

    key: Column[str]
    sealed: Column[bytes]

    def named(self, key: str) -> str:
        """The row for people: events by their key alone, others by their table too."""
        table = self.sealed.table.name
        return key if table == InboxRow.__tablename__ else f"{table}:{key}"


@dataclass
class KeyUse:
    """How many records use which key; `unreadable` names the rows that no key opens."""

    newest: int = 0
    older: int = 0
    unreadable: list[str] = field(default_factory=list)


class UnreadableError(Exception):
    """None of the keys opens some of the records; nothing was changed."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(f"{len(keys)} encrypted records open with none of the keys")
        self.keys = keys


def sealed_columns(tables: Sequence[MetaData]) -> list[SealedColumn]:
    """Every column of these tables that the key seals: its type is `Sealed`."""
    return [
        SealedColumn(table.primary_key.columns[0], column)
        for metadata in tables
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
    ]


async def key_use(store: Store, cipher: Cipher, columns: Sequence[SealedColumn]) -> KeyUse:
    """Try every record against the keys."""
    found = KeyUse()
    for column in columns:
        async for batch in _batches(store, column):
            for key, sealed in batch:
                if cipher.is_newest(sealed):
                    found.newest += 1
                elif _opens(cipher, sealed):
                    found.older += 1
                else:
                    found.unreadable.append(column.named(key))
    return found


async def rotate(store: Store, cipher: Cipher, columns: Sequence[SealedColumn]) -> KeyUse:
    """Encrypt every record with the first key; returns the use of keys afterwards.

    Raises UnreadableError, before anything is changed, when no key opens one of the records.
    A replica that still uses an older key adds such records meanwhile: hence the passes.
    """
    for _ in range(PASSES):
        found = await key_use(store, cipher, columns)
        if found.unreadable:
            raise UnreadableError(found.unreadable)
        if not found.older:
            return found
        for column in columns:
            async for batch in _batches(store, column):
                await _reseal(store, cipher, column, batch)
    return await key_use(store, cipher, columns)


async def _batches(store: Store, column: SealedColumn) -> AsyncIterator[Batch]:
    last = ""
    while True:
        wanted: Any = (
            select(column.key, column.sealed)
            .where(column.key > last, column.sealed.is_not(None))
            .order_by(column.key)
            .limit(BATCH)
        )
        async with store.reading() as session:
            rows = [(key, bytes(sealed)) for key, sealed in await session.execute(wanted)]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


async def _reseal(store: Store, cipher: Cipher, column: SealedColumn, batch: Batch) -> None:
    """One short transaction; a record that the service has changed meanwhile is left to it."""
    older = [(key, sealed) for key, sealed in batch if not cipher.is_newest(sealed)]
    anew = [(key, sealed, cipher.reseal(sealed)) for key, sealed in older]
    async with store.writing() as session:
        for key, before, after in anew:
            await session.execute(
                update(column.sealed.table)
                .where(column.key == key, column.sealed == before)
                .values({column.sealed: after})
            )


def _opens(cipher: Cipher, sealed: bytes) -> bool:
    try:
        cipher.open(sealed)
    except ValueError:
        return False
    return True
