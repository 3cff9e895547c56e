"""Publishes claimed rows, each under the span of its sending, and says which were confirmed."""

import asyncio
import time
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
from chassis.telemetry.spans import end_send, start_send


class Sent(NamedTuple):
    """One row that was published: confirmed where there is no error."""

    seq: int
    error: NotPublishedError | None


class Progress:
    """When the broker last confirmed or refused a message."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def answered(self) -> None:
        """The broker has answered now."""
        self.last = time.monotonic()

    def age(self) -> float:
        """Seconds since its last answer."""
        return time.monotonic() - self.last


async def publish(
    publisher: Publisher, rows: Sequence[Any], patience: float, progress: Progress
) -> list[Sent]:
    """Publishes the rows at once, in their order, and waits for the answer to each.

    It goes on for as long as answers come, however slowly. After `patience` seconds without any
    the rows that have none fail as disconnected.
    """
    now = datetime.now(UTC)
    sending = [asyncio.create_task(_send(publisher, row, now, progress)) for row in rows]
    try:
        await _until_stalled(sending, patience, progress)
    finally:
        for task in sending:
            task.cancel()  # without effect on those that have their answer
        await asyncio.gather(*sending, return_exceptions=True)
    return [_result(task, row.seq) for task, row in zip(sending, rows, strict=True)]


async def _until_stalled(
    sending: Sequence[asyncio.Task[Sent]], patience: float, progress: Progress
) -> None:
    began, pending, left = Progress(), set(sending), patience
    while pending and left > 0:
        _, pending = await asyncio.wait(pending, timeout=left)
        left = patience - min(began.age(), progress.age())


def _result(task: asyncio.Task[Sent], seq: int) -> Sent:
    return Sent(seq, DisconnectedError(TimeoutError())) if task.cancelled() else task.result()


def worst(sent: Sequence[Sent]) -> NotPublishedError | None:
    """The error that decides how to go on; None where all were confirmed.

    A refusal closes the channel, and the rows that come after it find no connection.
    """
    for kind in (RefusedError, DisconnectedError, NotPublishedError):
        for _, error in sent:
            if isinstance(error, kind):
                return error
    return None


async def _send(publisher: Publisher, row: Any, now: datetime, progress: Progress) -> Sent:
    message, span = _begin(row, now)
    error: NotPublishedError | None = None
    try:
        await publisher.publish(message)
    except NotPublishedError as failed:
        error = failed
    finally:
        end_send(span, error and error.__cause__)
    if not isinstance(error, DisconnectedError):
        progress.answered()
    return Sent(row.seq, error)


def _begin(row: Any, now: datetime) -> tuple[Message, Span]:
    """The row's message, and the span of its sending, which the message names as its trace."""
    headers = orjson.loads(row.headers)
    traceparent, tracestate = headers.get("ce-traceparent"), headers.get("ce-tracestate")
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
        waited=now - row.created_at,
    )
    headers |= trace_headers(sent_traceparent, sent_tracestate)
    return Message(row.exchange, row.routing_key, row.event_id, headers, row.body), span
