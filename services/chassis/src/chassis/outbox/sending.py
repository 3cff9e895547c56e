"""Publishes claimed rows, each under the span of its sending, and says which were confirmed."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
from opentelemetry.trace import Span

from chassis.contracts.outgoing import trace_headers
from chassis.messaging.publisher import (
    DisconnectedError,
    Message,
    NotPublishedError,
    Publisher,
    RefusedError,
)
from chassis.telemetry.spans import end_send, outbox_wait_span, start_send


class Sent(NamedTuple):
    """One row that was published: confirmed where there is no error."""

    seq: int
    error: NotPublishedError | None


async def publish(publisher: Publisher, rows: Sequence[Any]) -> list[Sent]:
    """Publishes the rows at once, in their order, and waits for the answer to each.

    Where the broker falls silent, the rows that it confirmed before are among the answers.
    """
    now = datetime.now(UTC)
    answers: dict[int, NotPublishedError | None] = {}
    try:
        async with publisher.patience():
            await asyncio.gather(*(_send(publisher, row, now, answers) for row in rows))
    except TimeoutError as silent:
        return [Sent(row.seq, answers.get(row.seq, DisconnectedError(silent))) for row in rows]
    return [Sent(row.seq, answers[row.seq]) for row in rows]


def worst(sent: Sequence[Sent]) -> NotPublishedError | None:
    """The error that decides how to go on; None where all were confirmed.

    A refusal closes the channel, and the rows that come after it find no connection.
    """
    for kind in (RefusedError, DisconnectedError, NotPublishedError):
        for _, error in sent:
            if isinstance(error, kind):
                return error
    return None


async def _send(
    publisher: Publisher, row: Any, now: datetime, answers: dict[int, NotPublishedError | None]
) -> None:
    message, span = _begin(row, now)
    error: NotPublishedError | None = None
    try:
        await publisher.publish(message)
        answers[row.seq] = None
    except NotPublishedError as failed:
        error = answers[row.seq] = failed
    finally:
        end_send(span, error and error.__cause__)


def _begin(row: Any, now: datetime) -> tuple[Message, Span]:
    """The row's message, and the span of its sending, which the message names as its trace."""
    headers = orjson.loads(row.headers)
    traceparent, tracestate = headers.get("ce-traceparent"), headers.get("ce-tracestate")
    outbox_wait_span(traceparent, row.created_at, now, tracestate=tracestate)
    span, sent_traceparent, sent_tracestate = start_send(
        row.event_type,
        message_id=row.event_id,
        body_size=len(row.body),
        traceparent=traceparent,
        tracestate=tracestate,
        correlation_id=headers.get("ce-correlationid"),
        source=headers["ce-source"],
        subject=row.subject,
        exchange=row.exchange,
        routing_key=row.routing_key,
    )
    headers |= trace_headers(sent_traceparent, sent_tracestate)
    return Message(row.exchange, row.routing_key, row.event_id, headers, row.body), span
