"""The outbox as the relay sees it: rows to claim, then marked as sent or as refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, all_, bindparam, case, func, null, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.storage.tables import OutboxRow

_outbox: Any = OutboxRow.__table__  # type: ignore[attr-defined]
_UNSENT = _outbox.c.sent_at.is_(None) & _outbox.c.set_aside_at.is_(None)
_CLAIM = (
    select(
        _outbox.c.seq,
        _outbox.c.event_id,
        _outbox.c.exchange,
        _outbox.c.routing_key,
        _outbox.c.event_type,
        _outbox.c.subject,
        _outbox.c.created_at,
        _outbox.c.headers,
        _outbox.c.body,
    )
    .where(_outbox.c.seq > bindparam("after"), _UNSENT)
    .order_by(_outbox.c.seq)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLAIM_MORE = _CLAIM.where(
    _outbox.c.seq != all_(bindparam("held", type_=ARRAY(BigInteger)))  # PostgreSQL's own
)
_SENT = (
    update(_outbox)
    .where(_outbox.c.seq.in_(bindparam("seqs", expanding=True)))
    .values(sent_at=bindparam("now"))
)


async def claim(
    session: AsyncSession, most: int, besides: Sequence[int] = (), *, after: int = 0
) -> list[Any]:
    """The oldest rows to send; on PostgreSQL locked until commit, other relays skip them.

    `besides` are those that this transaction has locked already. SQLite has no such lock: there
    `after` leaves out what its one relay has claimed.
    """
    if besides:
        return list(await session.execute(_CLAIM_MORE, {"most": most, "after": 0, "held": besides}))
    return list(await session.execute(_CLAIM, {"most": most, "after": after}))


async def mark_sent(session: AsyncSession, seqs: Sequence[int], now: datetime) -> None:
    """The broker confirmed these."""
    for start in range(0, len(seqs), 500):
        await session.execute(_SENT, {"seqs": seqs[start : start + 500], "now": now})


async def mark_refused(
    session: AsyncSession, seq: int, error: str, now: datetime, *, most: int
) -> bool:
    """The broker refused this one; after `most` times it is set aside and blocks none.

    Returns whether it is set aside now.
    """
    refusals = _outbox.c.refusals + 1
    marked = await session.execute(
        update(_outbox)
        .where(_outbox.c.seq == seq)
        .values(
            refusals=refusals,
            error=error,
            set_aside_at=case((refusals >= most, now), else_=null()),
        )
        .returning(_outbox.c.set_aside_at)
    )
    return marked.scalar_one_or_none() is not None


async def pending(session: AsyncSession) -> tuple[int, datetime | None]:
    """How many rows wait to be sent, and since when the oldest does."""
    found = await session.execute(
        select(func.count(), func.min(_outbox.c.created_at)).where(_UNSENT)
    )
    count, oldest = found.one()
    return count, oldest
