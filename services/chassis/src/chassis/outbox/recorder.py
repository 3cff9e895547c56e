"""Writes each recorded event into the outbox, in the transaction of its effect."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import bindparam, insert, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.outgoing import Cause, OutgoingEvent, data_of, envelope, new_id
from chassis.messaging.topology import EVENTS, REJECTIONS
from chassis.storage.bulk import insert_or
from chassis.storage.tables import AggregateRow, OutboxRow

_outbox: Any = OutboxRow.__table__  # type: ignore[attr-defined]
_aggregate: Any = AggregateRow.__table__  # type: ignore[attr-defined]
_INSERT = insert(_outbox).inline()
_CORRELATION = select(_aggregate.c.correlation_id).where(
    _aggregate.c.kind == bindparam("kind"), _aggregate.c.reference == bindparam("reference")
)
_NEXT_VERSION = insert_or(
    AggregateRow,
    ("kind", "reference", "version", "correlation_id"),
    "ON CONFLICT (kind, reference) DO UPDATE SET version = aggregate.version + 1 "
    "RETURNING version, correlation_id",
)


class Pending(NamedTuple):
    """An event that was recorded and is not yet written."""

    event: OutgoingEvent
    cause: Cause
    inherits: tuple[str, str] | None
    rejected_context: str


async def write(
    session: AsyncSession, service: str, pending: Sequence[Pending], now: datetime
) -> None:
    """Gives each event its version and correlation, and writes its outbox rows."""
    rows: list[dict[str, Any]] = []
    for event, cause, inherits, rejected_context in pending:
        event_id = new_id()
        correlation = await _correlation(session, inherits) or cause.correlation_id or event_id
        version, correlation = await _next_version(session, event, correlation)
        names = {"type": event.event_type, "subject": event.subject}
        headers = envelope(
            service,
            names,
            event_id=event_id,
            version=version,
            correlation_id=correlation,
            now=now,
            cause=cause,
        )
        row = outbox_row(names, headers, data_of(event), now)
        rows.append(row)
        if rejected_context:
            rows.append({**row, "exchange": REJECTIONS, "routing_key": rejected_context})
    await session.execute(_INSERT, rows if len(rows) > 1 else rows[0])


async def known(session: AsyncSession, event: OutgoingEvent) -> bool:
    """Whether anything was ever published of this event's aggregate."""
    found = await session.get(AggregateRow, (event.aggregate, event.aggregate_reference))
    return found is not None


def outbox_row(
    names: dict[str, str], headers: dict[str, str], data: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """The row of one event for the exchange of all events; its routing key is its type."""
    return {
        "event_id": headers["ce-id"],
        "exchange": EVENTS,
        "routing_key": names["type"],
        "event_type": names["type"],
        "subject": names["subject"],
        "created_at": now,
        "headers": orjson.dumps(headers).decode(),
        "body": orjson.dumps(data),
        "refusals": 0,
    }


async def _correlation(session: AsyncSession, inherits: tuple[str, str] | None) -> str | None:
    if inherits is None:
        return None
    kind, reference = inherits
    found = await session.execute(_CORRELATION, {"kind": kind, "reference": reference})
    return found.scalar_one_or_none()


async def _next_version(
    session: AsyncSession, event: OutgoingEvent, correlation: str
) -> tuple[int, str]:
    """One more than the last, atomically; the correlation stays the first one's."""
    found = await session.execute(
        _NEXT_VERSION,
        {
            "kind": event.aggregate,
            "reference": event.aggregate_reference,
            "version": 1,
            "correlation_id": correlation,
        },
    )
    version, kept = found.one()
    return version, kept
