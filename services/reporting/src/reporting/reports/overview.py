"""The figures of the first page."""

from typing import Any

from sqlalchemy import Table, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.store import JOURNAL, PUBLISHED, READ_MODELS
from reporting.store.entries import last_position


async def overview(session: AsyncSession) -> dict[str, Any]:
    """The journal's newest event, messages by outcome, rejected events, published reports."""
    delivery = READ_MODELS["delivery"]
    by_state = select(delivery.c.state, func.count()).group_by(delivery.c.state)
    position = await last_position(session)
    newest = select(JOURNAL.c.time).where(JOURNAL.c.position == position)
    return {
        "position": position,
        "newest": (await session.execute(newest)).scalar_one_or_none(),
        "deliveries": dict((await session.execute(by_state)).tuples().all()),
        "rejected": await _count(session, READ_MODELS["rejection"]),
        "published": await _count(session, PUBLISHED),
    }


async def _count(session: AsyncSession, table: Table) -> int:
    counted: int = (await session.execute(select(func.count()).select_from(table))).scalar_one()
    return counted
