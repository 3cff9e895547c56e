"""The attributes of a messaging span, by OpenTelemetry's current names."""

from typing import Any


def messaging(
    operation: str, kind: str, destination: str, event_type: str, size: int
) -> dict[str, Any]:
    """What every messaging span says."""
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
    """Add who the message is, as far as it says."""
    if message_id:
        attributes["messaging.message.id"] = attributes["cloudevents.event_id"] = message_id
    if correlation_id:
        attributes["messaging.message.conversation_id"] = correlation_id
    if source:
        attributes["cloudevents.event_source"] = source
    if subject:
        attributes["cloudevents.event_subject"] = subject
