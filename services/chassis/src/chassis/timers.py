"""Timers: set and cancelled with an effect, in its transaction; a due one is an internal event."""

from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.event import Delivery
from chassis.contracts.outgoing import Cause
from chassis.messaging.topology import timer_type
from chassis.storage.bulk import insert_or
from chassis.storage.tables import TimerRow

_SET = insert_or(
    TimerRow,
    ("name", "subject", "due", "data", "correlation_id", "causation_id"),
    "ON CONFLICT (name, subject) DO UPDATE SET due = excluded.due, data = excluded.data, "
    "correlation_id = excluded.correlation_id, causation_id = excluded.causation_id",
)


async def set_timer(
    session: AsyncSession,
    name: str,
    subject: str,
    due: datetime,
    data: dict[str, Any],
    cause: Cause,
) -> None:
    """Set or replace the timer of this name and subject."""
    await session.execute(
        _SET,
        {
            "name": name,
            "subject": subject,
            "due": due,
            "data": data,
            "correlation_id": cause.correlation_id,
            "causation_id": cause.id,
        },
    )


async def cancel(
    session: AsyncSession, name: str, subject: str, due: datetime | None = None
) -> None:
    """Remove a timer; with `due` only if it is still the one that was due then."""
    statement = delete(TimerRow).where(
        col(TimerRow.name) == name,
        col(TimerRow.subject) == subject,
    )
    if due is not None:
        statement = statement.where(col(TimerRow.due) == due)
    await session.execute(statement)


async def due(session: AsyncSession, now: datetime, limit: int) -> list[TimerRow]:
    """The timers that are due, the oldest first."""
    chosen = select(TimerRow).where(col(TimerRow.due) <= now).order_by(col(TimerRow.due))
    return list((await session.execute(chosen.limit(limit))).scalars())


def firing(service: str, timer: TimerRow) -> Delivery:
    """The internal event of a due timer; its id is deterministic, so it takes effect once."""
    due = timer.due.astimezone(UTC).isoformat()
    event_type = timer_type(service, timer.name)
    headers = {
        "ce-id": f"timer/{timer.name}/{timer.subject}/{due}",
        "ce-source": f"urn:council:{service}:timers",
        "ce-specversion": "1.0",
        "ce-type": event_type,
        "ce-subject": timer.subject,
        "ce-time": due,
    }
    if timer.correlation_id:
        headers["ce-correlationid"] = timer.correlation_id
    if timer.causation_id:
        headers["ce-causationid"] = timer.causation_id
    body = {"subject": timer.subject, "due": due, **timer.data}
    return Delivery(event_type, headers, "application/json", orjson.dumps(body))
