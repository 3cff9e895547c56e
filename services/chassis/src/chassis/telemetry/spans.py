"""The spans of an event's way, in OpenTelemetry's current names for messaging."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from opentelemetry.trace import Link, Span, SpanContext, SpanKind

from chassis.messaging.topology import EVENTS
from chassis.telemetry.attributes import messaging, name
from chassis.telemetry.context import current_traceparent, parse, under, written
from chassis.telemetry.span_scope import SpanScope, mark_failed
from chassis.telemetry.tracing import tracer

__all__ = [
    "batch_span",
    "current_traceparent",
    "end_send",
    "mark_failed",
    "outbox_wait_span",
    "process_span",
    "replay_span",
    "smtp_span",
    "start_process",
    "start_send",
    "sweep_span",
]


def start_process(  # noqa: PLR0913 - one name per thing that a message says
    event_type: str,
    *,
    queue: str,
    message_id: str | None,
    body_size: int,
    traceparent: str | None = None,
    tracestate: str | None = None,
    redelivered: bool = False,
    correlation_id: str | None = None,
    source: str | None = None,
    subject: str | None = None,
    operation: str = "process",
    new_trace: bool = False,
) -> Span:
    """Start the span of one received event: child of its message's span, and linked to it."""
    destination = f"{EVENTS}:{event_type}:{queue}"
    attributes = messaging(operation, "process", destination, event_type, body_size)
    name(attributes, message_id, correlation_id, source, subject)
    if redelivered:
        attributes["attain.redelivered"] = True
    cause = parse(traceparent, tracestate)
    return tracer().start_span(
        f"{operation} {destination}",
        under(None if new_trace else cause),
        SpanKind.CONSUMER,
        attributes,
        [Link(cause)] if cause else (),
    )


def process_span(event_type: str, **of_the_message: Any) -> SpanScope:
    """The span of one event while it is being handled; takes what start_process takes."""
    return SpanScope(start_process(event_type, **of_the_message))


def sweep_span(event_type: str, **of_the_message: Any) -> SpanScope:
    """An event that waited: a trace of its own, linked to the message's."""
    return process_span(event_type, operation="resume", new_trace=True, **of_the_message)


def replay_span(event_type: str, **of_the_message: Any) -> SpanScope:
    """An event that an operator sent again: a trace of its own, linked to the message's."""
    return process_span(event_type, operation="replay", new_trace=True, **of_the_message)


def start_send(  # noqa: PLR0913 - one name per thing that a message says
    event_type: str,
    *,
    message_id: str,
    body_size: int,
    traceparent: str | None,
    tracestate: str | None = None,
    correlation_id: str | None = None,
    source: str | None = None,
    subject: str | None = None,
    exchange: str = EVENTS,
    routing_key: str | None = None,
) -> tuple[Span, str | None, str | None]:
    """Start the span of one publish; returns it with the traceparent and tracestate to send."""
    routing_key = routing_key or event_type
    destination = f"{exchange}:{routing_key}"
    attributes = messaging("send", "send", destination, event_type, body_size)
    attributes["messaging.rabbitmq.destination.routing_key"] = routing_key
    name(attributes, message_id, correlation_id, source, subject)
    parent = under(parse(traceparent, tracestate))
    span = tracer().start_span(f"send {destination}", parent, SpanKind.PRODUCER, attributes)
    context = span.get_span_context()
    return (span, *(written(context) if context.is_valid else (None, None)))


def end_send(span: Span, error: BaseException | None = None) -> None:
    """End a publish: confirmed, or failed by this error."""
    if error is not None:
        mark_failed(span, error)
    span.end()


def outbox_wait_span(
    traceparent: str | None,
    started_at: datetime,
    ended_at: datetime,
    *,
    tracestate: str | None = None,
) -> None:
    """How long a committed event lay in the outbox before the relay took it."""
    cause = parse(traceparent, tracestate)
    if cause is not None:
        span = tracer().start_span("outbox wait", under(cause), start_time=_nanoseconds(started_at))
        span.end(_nanoseconds(ended_at))


def batch_span(spans: Sequence[Span], *, queue: str) -> SpanScope:
    """A group's one transaction: linked to each event's span, and each of them to it."""
    attributes: dict[str, Any] = {
        "messaging.system": "rabbitmq",
        "messaging.operation.name": "commit",
        "messaging.operation.type": "process",
        "messaging.destination.name": queue,
        "messaging.batch.message_count": len(spans),
    }
    links = [Link(span.get_span_context()) for span in spans]
    title = f"commit {queue}"
    group = tracer().start_span(title, under(None), SpanKind.CONSUMER, attributes, links)
    context: SpanContext = group.get_span_context()
    for span in spans:
        if span.is_recording():
            span.add_link(context)
    return SpanScope(group)


def smtp_span(host: str, port: int, message_id: str) -> SpanScope:
    """One e-mail's dialogue with the mail server, inside the span that is current."""
    attributes: dict[str, Any] = {
        "messaging.system": "smtp",
        "messaging.operation.name": "send",
        "messaging.operation.type": "send",
        "messaging.message.id": message_id,
        "network.protocol.name": "smtp",
        "server.address": host,
        "server.port": port,
    }
    return SpanScope(tracer().start_span("send smtp", None, SpanKind.CLIENT, attributes))


def _nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000) * 1_000
