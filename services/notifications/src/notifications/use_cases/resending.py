"""Sends a delivery again: an operator's answer to a mail that did not arrive."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel.ext.asyncio.session import AsyncSession

from notifications.domain.states import DELIVERED, EXHAUSTED, PERMANENT, QUEUED, TECHNICAL
from notifications.store import DELIVERIES

RESENDABLE = (DELIVERED, PERMANENT, EXHAUSTED, TECHNICAL)


async def resend(session: AsyncSession, delivery: str, now: datetime) -> bool:
    """Queue it as if it were new; False where it was not sent before, or waits to be sent already.

    The recipient is looked up anew, the Message-ID stays, and the time to give up counts from now.
    """
    again = {"state": QUEUED, "created_at": now, "due_at": now, "finished_at": None, "reason": None}
    again["addressed"] = None  # a former contact gets nothing again
    sent = DELIVERIES.c.state.in_(RESENDABLE)
    queued = await session.execute(
        update(DELIVERIES)
        .where(DELIVERIES.c.id == delivery, sent)
        .values(again)
        .returning(DELIVERIES.c.id)
    )
    return queued.scalar_one_or_none() is not None
