"""The spans of an event's way, in OpenTelemetry's current names for messaging."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from opentelemetry.context import Context
from opentelemetry.trace import Link, Span, SpanKind, get_current_span

from chassis.contracts.event import Delivery, Event
from chassis.telemetry.context import context_of, current, headers_of, mark_failed
from chassis.telemetry.tracing import tracer

EVENTS = "council.events"  # the exchange of every event, as messaging/topology declares it
SpanScope = AbstractContextManager[Span]


def start_process(
    event: Event,
    queue: str,
    *,
    redelivered: bool = False,
    operation: str = "process",
    new_trace: bool = False,
) -> Span:
    """Start the span of one received event: child of its message's span, and linked to it."""
    sender = context_of(event.traceparent, event.tracestate)
    cause = get_current_span(sender).get_span_context()
    destination = f"{EVENTS}:{event.type}:{queue}"
    attributes = _message(operation, "process", destination, event.type, event.size)
    attributes |= _identity(event.id, event.correlation_id, event.source, event.subject)
    if redelivered:
        attributes["attain.redelivered"] = True
    return tracer().start_span(
        f"{operation} {destination}",
        Context() if new_trace else sender,
        SpanKind.CONSUMER,
        attributes,
        [Link(cause)] if cause.is_valid else (),
    )


def process_span(event: Event, queue: str, *, redelivered: bool = False) -> SpanScope:
    """The span of one event while it is handled."""
    return current(start_process(event, queue, redelivered=redelivered))


def sweep_span(event: Event, queue: str) -> SpanScope:
    """The span of an event that waited: a new trace, linked to the message's."""
    return current(start_process(event, queue, operation="resume", new_trace=True))


def invalid_span(delivery: Delivery, queue: str, message_id: str | None) -> SpanScope:
    """The span of a delivery that is not a valid event, in a trace of its own."""
    destination = f"{EVENTS}:{delivery.routing_key}:{queue}"
    size = len(delivery.body)
    attributes = _message("process", "process", destination, delivery.routing_key, size)
    attributes |= _identity(message_id)
    title = f"process {destination}"
    return current(tracer().start_span(title, Context(), SpanKind.CONSUMER, attributes))


def start_send(  # noqa: PLR0913 - one name for each attribute of a message
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
    waited: timedelta | None = None,
) -> tuple[Span, str | None, str | None]:
    """Start the span of one publish; returns it with the traceparent and tracestate to send.

    `waited` is how long the event lay in the outbox: an attribute, for a span of its own would
    cost as much as the publish.
    """
    routing_key = routing_key or event_type
    destination = f"{exchange}:{routing_key}"
    attributes = _message("send", "send", destination, event_type, body_size)
    attributes["messaging.rabbitmq.destination.routing_key"] = routing_key
    attributes |= _identity(message_id, correlation_id, source, subject)
    if waited is not None:
        attributes["attain.outbox_wait_seconds"] = waited.total_seconds()
    sender = context_of(traceparent, tracestate)
    span = tracer().start_span(f"send {destination}", sender, SpanKind.PRODUCER, attributes)
    return (span, *headers_of(span))


def end_send(span: Span, error: BaseException | None = None) -> None:
    """End the span of a publish: confirmed, or failed with this error."""
    if error is not None:
        mark_failed(span, error)
    span.end()


def batch_span(spans: Sequence[Span], *, queue: str) -> SpanScope:
    """The span of a batch's transaction: it links to each event's span, and each of them to it."""
    attributes: dict[str, Any] = {
        "messaging.system": "rabbitmq",
        "messaging.operation.name": "commit",
        "messaging.operation.type": "process",
        "messaging.destination.name": queue,
        "messaging.batch.message_count": len(spans),
    }
    links = [Link(span.get_span_context()) for span in spans]
    title = f"commit {queue}"
    batch = tracer().start_span(title, Context(), SpanKind.CONSUMER, attributes, links)
    for span in spans:
        span.add_link(batch.get_span_context())
    return current(batch)


def smtp_span(host: str, port: int, message_id: str) -> SpanScope:
    """The span of one e-mail's dialogue with the mail server, below the current span."""
    attributes: dict[str, Any] = {
        "messaging.system": "smtp",
        "messaging.operation.name": "send",
        "messaging.operation.type": "send",
        "messaging.message.id": message_id,
        "network.protocol.name": "smtp",
        "server.address": host,
        "server.port": port,
    }
    return current(tracer().start_span("send smtp", None, SpanKind.CLIENT, attributes))


def _message(
    operation: str, kind: str, destination: str, event_type: str, size: int
) -> dict[str, Any]:
    """The attributes that every span of a message has."""
    return {
        "messaging.system": "rabbitmq",
        "messaging.operation.name": operation,
        "messaging.operation.type": kind,
        "messaging.destination.name": destination,
        "messaging.rabbitmq.destination.routing_key": event_type,
        "messaging.message.body.size": size,
        "cloudevents.event_type": event_type,
        "cloudevents.event_spec_version": "1.0",
    }


def _identity(
    message_id: str | None,
    correlation_id: str | None = None,
    source: str | None = None,
    subject: str | None = None,
) -> dict[str, Any]:
    """The identity of a message, as far as it has one."""
    named = {
        "messaging.message.id": message_id,
        "cloudevents.event_id": message_id,
        "messaging.message.conversation_id": correlation_id,
        "cloudevents.event_source": source,
        "cloudevents.event_subject": subject,
    }
    return {name: value for name, value in named.items() if value}
