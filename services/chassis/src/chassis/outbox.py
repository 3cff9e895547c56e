"""What leaves: envelope and body written in the effect's own transaction, sent by the relay."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from sqlalchemy import case, func, insert, null, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.outgoing import Cause, OutgoingEvent, data_of, envelope, new_id
from chassis.tables import AggregateRow, OutboxRow
from chassis.topology import EVENTS, REJECTIONS
from chassis.upserts import insert_or

_NEXT_VERSION = insert_or(
    AggregateRow,
    ("kind", "reference", "version", "correlation_id"),
    "ON CONFLICT (kind, reference) DO UPDATE SET version = aggregate.version + 1 "
    "RETURNING version, correlation_id",
)


class Pending(NamedTuple):
    """An event that was recorded and is not yet written."""

    event: OutgoingEvent
    inherits: tuple[str, str] | None
    rejected_context: str


async def write(
    session: AsyncSession, service: str, pending: Sequence[Pending], now: datetime, cause: Cause
) -> None:
    """Give each event its version and correlation, and write its outbox rows."""
    rows: list[dict[str, Any]] = []
    for event, inherits, rejected_context in pending:
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
        row = _row(event_id, names, headers, orjson.dumps(data_of(event)), now)
        rows.append(row)
        if rejected_context:
            rows.append({**row, "exchange": REJECTIONS, "routing_key": rejected_context})
    await session.execute(insert(OutboxRow), rows)


def _row(
    event_id: str, names: dict[str, str], headers: dict[str, str], body: bytes, now: datetime
) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "exchange": EVENTS,
        "routing_key": names["type"],
        "event_type": names["type"],
        "subject": names["subject"],
        "created_at": now,
        "headers": orjson.dumps(headers).decode(),
        "body": body,
    }


async def _correlation(session: AsyncSession, inherits: tuple[str, str] | None) -> str | None:
    if inherits is None:
        return None
    found = await session.execute(
        select(col(AggregateRow.correlation_id)).where(
            col(AggregateRow.kind) == inherits[0], col(AggregateRow.reference) == inherits[1]
        )
    )
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
