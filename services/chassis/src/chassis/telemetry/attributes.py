"""The attributes of a messaging span, by OpenTelemetry's current names."""

from typing import Any

from chassis.contracts.event import Delivery, Event

EVENTS = "council.events"  # the exchange of every event, as messaging/topology declares it


def messaging(
    operation: str, kind: str, destination: str, event_type: str, size: int
) -> dict[str, Any]:
    """The attributes that every messaging span has."""
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


def name(
    attributes: dict[str, Any],
    message_id: str | None,
    correlation_id: str | None,
    source: str | None,
    subject: str | None,
) -> None:
    """Add the identity of the message, as far as it has one."""
    if message_id:
        attributes["messaging.message.id"] = attributes["cloudevents.event_id"] = message_id
    if correlation_id:
        attributes["messaging.message.conversation_id"] = correlation_id
    if source:
        attributes["cloudevents.event_source"] = source
    if subject:
        attributes["cloudevents.event_subject"] = subject


def of_event(event: Event, queue: str, redelivered: bool = False) -> dict[str, Any]:
    """The arguments of `start_process` for an event."""
    return {
        "queue": queue,
        "message_id": event.id,
        "body_size": event.size,
        "traceparent": event.traceparent,
        "tracestate": event.tracestate,
        "redelivered": redelivered,
        "correlation_id": event.correlation_id,
        "source": event.source,
        "subject": event.subject,
    }


def of_unread(delivery: Delivery, queue: str, message_id: str | None) -> dict[str, Any]:
    """The arguments of `start_process` for a delivery that is not a valid event."""
    return {"queue": queue, "message_id": message_id, "body_size": len(delivery.body)}
