"""Recording tens of thousands of events of one type: the outbox without a price per event."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Table, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.outgoing import Cause, OutgoingEvent, envelope
from chassis.messaging.topology import EVENTS
from chassis.storage import bulk
from chassis.storage.tables import AggregateRow, OutboxRow

CHUNK = 5000
KEYS = 5000

Kept = dict[str, tuple[int, str]]  # reference -> version, correlation

_outbox: Table = OutboxRow.__table__  # type: ignore[attr-defined]
_aggregate: Table = AggregateRow.__table__  # type: ignore[attr-defined]
_AGGREGATE = ("kind", "reference", "version", "correlation_id")
_OUTBOX = (
    "event_id",
    "exchange",
    "routing_key",
    "event_type",
    "subject",
    "created_at",
    "headers",
    "body",
    "refusals",
)


async def write_many(
    session: AsyncSession,
    service: str,
    kind: type[OutgoingEvent],
    items: Sequence[dict[str, Any]],
    now: datetime,
    *,
    cause: Cause,
    first: bool,
) -> None:
    """Write many events of one type with a few statements; `first`: all aggregates are new."""
    write_headers = _headers(service, kind, now, cause)
    at = _stored(now, session)
    for start in range(0, len(items), CHUNK):
        chunk = items[start : start + CHUNK]
        references = [str(item[kind.reference]) for item in chunk]
        known = {} if first else await _known(session, kind.aggregate, references)
        rows = []
        for event_id, reference, item in zip(_ids(len(chunk)), references, chunk, strict=True):
            version, correlation = known.get(reference, (0, cause.correlation_id or event_id))
            known[reference] = version + 1, correlation
            headers = write_headers(event_id, reference, version + 1, correlation)
            type_ = kind.event_type
            body = orjson.dumps(item)
            rows.append((event_id, EVENTS, type_, type_, reference, at, headers, body, 0))
        put = bulk.insert if first else bulk.upsert
        aggregates = [(kind.aggregate, reference, *kept) for reference, kept in known.items()]
        await put(session, _aggregate, _AGGREGATE, aggregates)
        await bulk.insert(session, _outbox, _OUTBOX, rows)


async def _known(session: AsyncSession, kind: str, references: Sequence[str]) -> Kept:
    known: Kept = {}
    for start in range(0, len(references), KEYS):
        found = await session.execute(
            select(
                col(AggregateRow.reference),
                col(AggregateRow.version),
                col(AggregateRow.correlation_id),
            )
            .where(
                col(AggregateRow.kind) == kind,
                col(AggregateRow.reference).in_(references[start : start + KEYS]),
            )
            .with_for_update()
        )
        known |= {reference: (version, kept) for reference, version, kept in found}
    return known


def _headers(
    service: str, kind: type[OutgoingEvent], now: datetime, cause: Cause
) -> Callable[[str, str, int, str], str]:
    """The headers as text with four gaps: only those differ between the events of one batch."""
    names = {"type": kind.event_type, "subject": "\x02"}
    pattern = envelope(
        service, names, event_id="\x01", version=0, correlation_id="\x04", now=now, cause=cause
    )
    text = orjson.dumps({**pattern, "ce-aggregateversion": "\x03"}).decode().replace("%", "%%")
    for gap in ("\\u0001", "\\u0002", "\\u0003", "\\u0004"):  # in the envelope's order
        text = text.replace(gap, "%s")

    def written(event_id: str, reference: str, version: int, correlation: str) -> str:
        return text % (event_id, _escaped(reference), version, _escaped(correlation))

    return written


def _escaped(value: str) -> str:
    return value if value.isalnum() else orjson.dumps(value).decode()[1:-1]


def _ids(count: int) -> Iterator[str]:
    """Random UUIDs (version 4), cheaper by the thousand."""
    digits = os.urandom(16 * count).hex()
    for start in range(0, len(digits), 32):
        one = digits[start : start + 32]
        variant = "89ab"[int(one[16], 16) & 3]
        yield f"{one[:8]}-{one[8:12]}-4{one[13:16]}-{variant}{one[17:20]}-{one[20:]}"


def _stored(now: datetime, session: AsyncSession) -> Any:
    """The instant as the driver takes it: what the column's type makes of it."""
    dialect = session.get_bind().dialect
    convert = _outbox.c.created_at.type.dialect_impl(dialect).bind_processor(dialect)
    return convert(now) if convert else now
