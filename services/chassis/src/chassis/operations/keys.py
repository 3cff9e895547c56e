"""From an old key to a new: kept bodies are sealed anew, a few at a time, beside the service."""

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
class Standing:
    """Which keys the kept bodies were sealed with; `unreadable` names events."""

    newest: int = 0
    older: int = 0
    unreadable: list[str] = field(default_factory=list)


class UnreadableError(Exception):
    """Some bodies open with none of the keys; nothing was changed."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(f"{len(keys)} kept bodies open with none of the keys")
        self.keys = keys


async def standing(store: Store, bodies: Bodies) -> Standing:
    """Try every kept body against the keys."""
    found = Standing()
    async for batch in _batches(store):
        for key, sealed in batch:
            if bodies.is_newest(sealed):
                found.newest += 1
            elif _opens(bodies, sealed):
                found.older += 1
            else:
                found.unreadable.append(key)
    return found


async def rotate(store: Store, bodies: Bodies) -> Standing:
    """Seal with the first key whatever was sealed with another; returns how all stand then.

    Raises UnreadableError, before anything is changed, where a body opens with none of the keys.
    A replica that still seals with an older key adds such bodies meanwhile: hence the passes.
    """
    for _ in range(PASSES):
        found = await standing(store, bodies)
        if found.unreadable:
            raise UnreadableError(found.unreadable)
        if not found.older:
            return found
        async for batch in _batches(store):
            await _reseal(store, bodies, batch)
    return await standing(store, bodies)


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
