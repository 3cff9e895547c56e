"""No lost wake-up: waiter and changer take the same lock, and a change makes its waiters ready."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import BigInteger, bindparam, delete, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.storage.tables import InboxRow, WaitRow

KEYS = 500
_inbox: Any = InboxRow.__table__  # type: ignore[attr-defined]
_wait: Any = WaitRow.__table__  # type: ignore[attr-defined]
_LOCK = text("SELECT pg_advisory_xact_lock(key) FROM unnest(:keys) AS key").bindparams(
    bindparam("keys", type_=ARRAY(BigInteger))
)
_WAITERS = select(_wait.c.key).where(_wait.c.thing.in_(bindparam("prerequisites", expanding=True)))
_WAKE = (
    update(_inbox)
    .where(_inbox.c.key.in_(_WAITERS), _inbox.c.state == "waiting")
    .values(state="ready")
    .returning(_inbox.c.key)
)
_FORGET_WAITS = delete(_wait).where(_wait.c.key.in_(bindparam("keys", expanding=True)))


async def lock(session: AsyncSession, prerequisites: Iterable[str]) -> None:
    """Hold these keys until the commit; the sorted order avoids deadlocks."""
    if session.get_bind().dialect.name == "sqlite":
        return  # BEGIN IMMEDIATE holds everything already
    if keys := [_lock_number(prerequisite) for prerequisite in sorted(set(prerequisites))]:
        await session.execute(_LOCK, {"keys": keys})


async def wake(session: AsyncSession, prerequisites: Sequence[str]) -> int:
    """Make every event ready that waits for any of these; returns their number."""
    keys = list((await session.execute(_WAKE, {"prerequisites": prerequisites})).scalars())
    for start in range(0, len(keys), KEYS):
        await session.execute(_FORGET_WAITS, {"keys": keys[start : start + KEYS]})
    return len(keys)


def _lock_number(prerequisite: str) -> int:
    return int.from_bytes(hashlib.sha256(prerequisite.encode()).digest()[:8], "big", signed=True)
