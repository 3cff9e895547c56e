"""Changes the key: kept bodies are encrypted again in small batches while the service runs."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select, update
from sqlmodel import col

from chassis.storage.database import Store
from chassis.storage.encryption import Bodies
from chassis.storage.tables import InboxRow

BATCH = 50  # bodies of a third of a megabyte at most
PASSES = 5
Sealed = Sequence[tuple[str, bytes]]


@dataclass
class KeyUse:
    """How many kept bodies use which key; `unreadable` holds the keys of events."""

    newest: int = 0
    older: int = 0
    unreadable: list[str] = field(default_factory=list)


class UnreadableError(Exception):
    """None of the keys opens some of the bodies; nothing was changed."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(f"{len(keys)} kept bodies open with none of the keys")
        self.keys = keys


async def key_use(store: Store, bodies: Bodies) -> KeyUse:
    """Try every kept body against the keys."""
    found = KeyUse()
    async for batch in _batches(store):
        for key, sealed in batch:
            if bodies.is_newest(sealed):
                found.newest += 1
            elif _opens(bodies, sealed):
                found.older += 1
            else:
                found.unreadable.append(key)
    return found


async def rotate(store: Store, bodies: Bodies) -> KeyUse:
    """Encrypt every kept body with the first key; returns the use of keys afterwards.

    Raises UnreadableError, before anything is changed, when no key opens one of the bodies.
    A replica that still uses an older key adds such bodies meanwhile: hence the passes.
    """
    for _ in range(PASSES):
        found = await key_use(store, bodies)
        if found.unreadable:
            raise UnreadableError(found.unreadable)
        if not found.older:
            return found
        async for batch in _batches(store):
            await _reseal(store, bodies, batch)
    return await key_use(store, bodies)


async def _batches(store: Store) -> AsyncIterator[Sealed]:
    last = ""
    while True:
        wanted = (
            select(col(InboxRow.key), col(InboxRow.body))
            .where(col(InboxRow.key) > last, col(InboxRow.body).is_not(None))
            .order_by(col(InboxRow.key))
            .limit(BATCH)
        )
        async with store.reading() as session:
            rows = [(key, bytes(body)) for key, body in await session.execute(wanted)]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


async def _reseal(store: Store, bodies: Bodies, batch: Sealed) -> None:
    """One short transaction; a body that the service has changed meanwhile is left to it."""
    older = [(key, sealed) for key, sealed in batch if not bodies.is_newest(sealed)]
    anew = [(key, sealed, bodies.reseal(sealed)) for key, sealed in older]
    async with store.writing() as session:
        for key, before, after in anew:
            await session.execute(
                update(InboxRow)
                .where(col(InboxRow.key) == key, col(InboxRow.body) == before)
                .values(body=after)
                .execution_options(synchronize_session=False)
            )


def _opens(bodies: Bodies, sealed: bytes) -> bool:
    try:
        bodies.open(sealed)
    except ValueError:
        return False
    return True
