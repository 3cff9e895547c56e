"""Which process works on which delivery: a lease that another may take when it has run out."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from notifications.domain.states import QUEUED, SOUGHT
from notifications.post.tray import Addressed
from notifications.settings import Settings
from notifications.store import DeliveryRow, NoticeRow

BATCH = 200


async def claim_due(session: AsyncSession, settings: Settings, now: datetime) -> list[str]:
    """Lease what is due and free, and longer what we hold; replicas skip what another claims."""
    due = (
        select(DeliveryRow.id)
        .where(*_claimable(settings, now))
        .order_by(col(DeliveryRow.due_at))
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    ids = list((await session.execute(due)).scalars())
    await session.execute(
        update(DeliveryRow)
        .where(col(DeliveryRow.id).in_(ids))
        .values(leased_by=settings.tray.holder, leased_until=now + settings.lease)
    )
    return ids


async def anything_due(session: AsyncSession, settings: Settings, now: datetime) -> bool:
    """Whether claiming would find something; a look without writing."""
    due = select(DeliveryRow.id).where(*_claimable(settings, now)).limit(1)
    return (await session.execute(due)).first() is not None


async def too_old(session: AsyncSession, settings: Settings, now: datetime) -> list[Addressed]:
    """What nobody could hand over in all the time that we give it."""
    found = await session.execute(
        select(DeliveryRow, NoticeRow)
        .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice))
        .where(
            DeliveryRow.state == QUEUED,
            DeliveryRow.created_at <= now - settings.give_up_after,
        )
        .limit(BATCH)
    )
    return [Addressed(row, notice, None, {}) for row, notice in found.tuples()]


async def unfound(session: AsyncSession, now: datetime) -> list[tuple[NoticeRow, DeliveryRow]]:
    """What was sought for long enough: nobody came to stand for it."""
    found = await session.execute(
        select(NoticeRow, DeliveryRow)
        .join(NoticeRow, col(NoticeRow.id) == col(DeliveryRow.notice))
        .where(DeliveryRow.state == SOUGHT, DeliveryRow.due_at <= now)
        .limit(BATCH)
    )
    return list(found.tuples())


async def release(session: AsyncSession, settings: Settings) -> None:
    """Give back what this process holds, so that nobody has to wait for its leases."""
    await session.execute(
        update(DeliveryRow)
        .where(
            col(DeliveryRow.leased_by) == settings.tray.holder,
            col(DeliveryRow.state) == QUEUED,
        )
        .values(leased_by=None, leased_until=None)
    )


async def release_of_the_dead(session: AsyncSession) -> None:
    """On SQLite there is one process: whatever is leased when it starts was left by a dead one."""
    await session.execute(
        update(DeliveryRow)
        .where(col(DeliveryRow.state) == QUEUED)
        .values(leased_by=None, leased_until=None)
    )


def _claimable(settings: Settings, now: datetime) -> list[ColumnElement[bool]]:
    until = col(DeliveryRow.leased_until)
    ours = col(DeliveryRow.leased_by) == settings.tray.holder
    running_out = and_(ours, until <= now + 2 * settings.dialogue)
    free = or_(until.is_(None), until <= now, running_out)
    return [col(DeliveryRow.state) == QUEUED, col(DeliveryRow.due_at) <= now, free]
