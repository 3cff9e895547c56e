"""No lost wake-up: who waits and who changes take the same lock, and a change wakes its waiters."""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, text, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.tables import InboxRow, WaitRow

KEYS = 500
_LOCK = text("SELECT pg_advisory_xact_lock(:key)")


async def lock(session: AsyncSession, things: Iterable[str]) -> None:
    """Hold these keys until the commit; taken in sorted order, so that nobody deadlocks."""
    if session.get_bind().dialect.name == "sqlite":
        return  # BEGIN IMMEDIATE holds everything already
    for thing in sorted(set(things)):
        await session.execute(_LOCK, {"key": _lock_number(thing)})


async def wake(session: AsyncSession, things: Sequence[str]) -> int:
    """Mark who waits for any of these as ready; returns how many they are."""
    waiters = select(col(WaitRow.key)).where(col(WaitRow.thing).in_(things))
    woken = await session.execute(
        update(InboxRow)
        .where(col(InboxRow.key).in_(waiters), col(InboxRow.state) == "waiting")
        .values(state="ready")
        .returning(col(InboxRow.key))
        .execution_options(synchronize_session=False)
    )
    keys = list(woken.scalars())
    for start in range(0, len(keys), KEYS):
        chunk = keys[start : start + KEYS]
        await session.execute(delete(WaitRow).where(col(WaitRow.key).in_(chunk)))
    return len(keys)


def _lock_number(thing: str) -> int:
    return int.from_bytes(hashlib.sha256(thing.encode()).digest()[:8], "big", signed=True)
