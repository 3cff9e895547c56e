"""Publishes claimed rows, each under the span of its sending, and says which were confirmed."""

import asyncio
from collections.abc import Callable, Sequence
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


async def publish(
    publisher: Publisher, rows: Sequence[Any], patience: float, answered: Callable[[], None]
) -> list[Sent]:
    """Publishes the rows at once, in their order, and waits for the answer to each.

    It goes on for as long as answers come, however slowly. After `patience` seconds without any
    the rows that have none fail as disconnected. `answered` is called at each answer.
    """
    now, loop = datetime.now(UTC), asyncio.get_running_loop()
    limit = asyncio.timeout(patience)

    def at_end(task: asyncio.Task[Sent]) -> None:
        if _is_answered(task) and not limit.expired():
            answered()
            limit.reschedule(loop.time() + patience)

    sending = [asyncio.create_task(_send(publisher, row, now)) for row in rows]
    try:
        async with limit:
            for task in sending:
                task.add_done_callback(at_end)
            return await asyncio.gather(*sending)
    except TimeoutError:
        await asyncio.gather(*sending, return_exceptions=True)  # the timeout has cancelled them
        return [_result(task, row.seq) for task, row in zip(sending, rows, strict=True)]


def _is_answered(task: asyncio.Task[Sent]) -> bool:
    """Whether the broker confirmed or refused, and the connection was not lost."""
    if task.cancelled() or task.exception():
        return False
    return not isinstance(task.result().error, DisconnectedError)


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


async def _send(publisher: Publisher, row: Any, now: datetime) -> Sent:
    message, span = _begin(row, now)
    error: NotPublishedError | None = None
    try:
        await publisher.publish(message)
    except NotPublishedError as failed:
        error = failed
    finally:
        end_send(span, error and error.__cause__)
    return Sent(row.seq, error)


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
