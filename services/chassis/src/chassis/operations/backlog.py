"""What lies in a service's store and is not done: a few counts that indexes answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import col

from chassis.operations.standing import OVERDUE, by_standing
from chassis.storage.database import Store
from chassis.storage.tables import InboxRow, OutboxRow, TimerRow


@dataclass(frozen=True)
class Backlog:
    """The counts at one moment."""

    inbox: dict[str, int]
    overdue: int
    pending: int
    oldest_seconds: float
    set_aside: int
    timers_overdue: int


async def measure(store: Store, now: datetime) -> Backlog:
    """Count what waits in the inbox, the outbox and the timers.

    Applied rows are not counted: there are years of them.
    """
    async with store.reading() as session:

        async def number(statement: Any) -> int:
            return int((await session.execute(statement)).scalar_one() or 0)

        states = await session.execute(by_standing())
        unsent = col(OutboxRow.sent_at).is_(None)
        pending = unsent & col(OutboxRow.set_aside_at).is_(None)
        oldest = await session.execute(
            select(OutboxRow.created_at).where(pending).order_by(col(OutboxRow.seq)).limit(1)  # type: ignore[call-overload]
        )
        since: datetime | None = oldest.scalar_one_or_none()
        return Backlog(
            inbox=dict(states.tuples().all()),
            overdue=await number(_count(InboxRow, OVERDUE)),
            pending=await number(_count(OutboxRow, pending)),
            oldest_seconds=(now - since).total_seconds() if since else 0.0,
            set_aside=await number(
                _count(OutboxRow, unsent & col(OutboxRow.set_aside_at).is_not(None))
            ),
            timers_overdue=await number(_count(TimerRow, col(TimerRow.due) < now)),
        )


def _count(table: Any, condition: Any) -> Any:
    return select(func.count()).select_from(table).where(condition)
