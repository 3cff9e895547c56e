"""The outbox as the relay sees it: rows to claim, then marked as sent or as refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, null, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.tables import OutboxRow


async def claim(session: AsyncSession, most: int, *, after: int = 0) -> list[Any]:
    """The oldest rows to send; on PostgreSQL locked until commit, other relays skip them.

    SQLite has no such lock: there `after` leaves out what its one relay has claimed already.
    """
    statement = (
        select(
            col(OutboxRow.seq),
            col(OutboxRow.event_id),
            col(OutboxRow.exchange),
            col(OutboxRow.routing_key),
            col(OutboxRow.event_type),
            col(OutboxRow.subject),
            col(OutboxRow.created_at),
            col(OutboxRow.headers),
            col(OutboxRow.body),
        )
        .where(
            col(OutboxRow.seq) > after,
            col(OutboxRow.sent_at).is_(None),
            col(OutboxRow.set_aside_at).is_(None),
        )
        .order_by(col(OutboxRow.seq))
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return list(await session.execute(statement))


async def mark_sent(session: AsyncSession, seqs: Sequence[int], now: datetime) -> None:
    """The broker confirmed these."""
    for start in range(0, len(seqs), 500):
        chunk = seqs[start : start + 500]
        await session.execute(
            update(OutboxRow)
            .where(col(OutboxRow.seq).in_(chunk))
            .values(sent_at=now)
            .execution_options(synchronize_session=False)
        )


async def mark_refused(
    session: AsyncSession, seq: int, error: str, now: datetime, *, most: int
) -> bool:
    """The broker refused this one; after `most` times it is set aside and blocks none.

    Returns whether it is set aside now.
    """
    refusals = col(OutboxRow.refusals) + 1
    marked = await session.execute(
        update(OutboxRow)
        .where(col(OutboxRow.seq) == seq)
        .values(
            refusals=refusals,
            error=error,
            set_aside_at=case((refusals >= most, now), else_=null()),
        )
        .returning(col(OutboxRow.set_aside_at))
        .execution_options(synchronize_session=False)
    )
    return marked.scalar_one_or_none() is not None


async def pending(session: AsyncSession) -> tuple[int, datetime | None]:
    """How many rows wait to be sent, and since when the oldest does."""
    found = await session.execute(
        select(func.count(), func.min(col(OutboxRow.created_at))).where(
            col(OutboxRow.sent_at).is_(None),
            col(OutboxRow.set_aside_at).is_(None),
        )
    )
    count, oldest = found.one()
    return count, oldest
