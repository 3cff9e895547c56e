"""Sends a delivery again: an operator's answer to a mail that did not arrive."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from notifications.domain.states import DELIVERED, EXHAUSTED, PERMANENT, QUEUED, TECHNICAL
from notifications.store import DELIVERIES, LETTERS

RESENDABLE = (DELIVERED, PERMANENT, EXHAUSTED, TECHNICAL)


async def resend(session: AsyncSession, delivery: str, now: datetime) -> bool:
    """Queue it as if it were new.

    False where it was not sent before, waits to be sent already, or is a letter that was erased.

    The recipient is looked up anew, the Message-ID stays, and the time to give up counts from now.
    """
    again = {"state": QUEUED, "created_at": now, "due_at": now, "finished_at": None, "reason": None}
    again["addressed"] = None  # a former contact gets nothing again
    sent = DELIVERIES.c.state.in_(RESENDABLE)
    own = LETTERS.c.id == func.coalesce(DELIVERIES.c.letter, DELIVERIES.c.id)
    erased = select(LETTERS.c.id).where(own, LETTERS.c.content.is_(None)).exists()
    queued = await session.execute(
        update(DELIVERIES)
        .where(DELIVERIES.c.id == delivery, sent, ~erased)
        .values(again)
        .returning(DELIVERIES.c.id)
    )
    return queued.scalar_one_or_none() is not None
