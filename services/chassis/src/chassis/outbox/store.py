"""The outbox as the relay uses it: rows are claimed, then marked as sent or as refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, null, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.storage.tables import PENDING, OutboxRow

_outbox: Any = OutboxRow.__table__  # type: ignore[attr-defined]
_CLAIM = (
    select(_outbox)
    .where(PENDING)
    .order_by(_outbox.c.seq)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_SENT = (
    update(_outbox)
    .where(_outbox.c.seq.in_(bindparam("seqs", expanding=True)))
    .values(sent_at=bindparam("now"))
)


async def claim(session: AsyncSession, limit: int) -> list[Any]:
    """The oldest rows to send. PostgreSQL locks them until the commit; other relays skip them."""
    return list(await session.execute(_CLAIM, {"limit": limit}))


async def mark_sent(session: AsyncSession, seqs: Sequence[int], now: datetime) -> None:
    """The broker confirmed these."""
    for start in range(0, len(seqs), 500):
        await session.execute(_SENT, {"seqs": seqs[start : start + 500], "now": now})


async def mark_refused(
    session: AsyncSession, seq: int, error: str, now: datetime, *, limit: int
) -> bool:
    """The broker refused this row; the `limit`th time it is set aside and blocks no other.

    Returns whether it is set aside now.
    """
    refusals = _outbox.c.refusals + 1
    marked = await session.execute(
        update(_outbox)
        .where(_outbox.c.seq == seq)
        .values(
            refusals=refusals,
            error=error,
            set_aside_at=case((refusals >= limit, now), else_=null()),
        )
        .returning(_outbox.c.set_aside_at)
    )
    return marked.scalar_one_or_none() is not None
