"""An event that no queue is bound to: the owner of its type parks it, everyone else ignores it."""

from collections.abc import Collection, Mapping

import structlog

from chassis.contracts.event import Delivery, Reason
from chassis.inbox.outcomes import Outcome
from chassis.inbox.processor import Processor
from chassis.inbox.rejections import context_of
from chassis.messaging.topology import matches, unrouted_queue
from chassis.telemetry.spans import invalid_span

OWNERS = {
    "forms": "applications",
    "casework": "applications",
    "finance": "applications",
    "inspections": "schools",
    "results": "schools",
    "communications": "schools",
    "directory": "notifications",
}
OWNER_OF_THE_REST = "reporting"  # it keeps no personal data, so it keeps no body
UNKNOWN_TYPE = Reason(
    "unknown-type", "No service handles this event type or version: check how it is spelt."
)
MISSING_BINDING = Reason(
    "missing-binding", "This service handles the event type, but its queue is not bound to it."
)
log = structlog.get_logger()


def judge(event_type: str, service: str, handled: Mapping[str, Collection[str]]) -> Reason | None:
    """Why this service parks an unrouted event; None where it has nothing to do with it.

    `handled` gives, for each service, the types and patterns that its inbox should be bound to.
    """
    handlers = {name for name, patterns in handled.items() if matches(event_type, patterns)}
    if handlers:
        return MISSING_BINDING if service in handlers else None
    owner = OWNERS.get(context_of(event_type), OWNER_OF_THE_REST)
    return UNKNOWN_TYPE if owner == service else None


class Unrouted:
    """Parks the unrouted events that are this service's, and tells the publisher of each."""

    def __init__(self, processor: Processor, handled: Mapping[str, Collection[str]]) -> None:
        self._processor, self._handled = processor, handled
        self._service = processor.registry.service

    async def process(self, delivery: Delivery) -> Outcome | None:
        """Park it; None where another service does. Raises what the database raises."""
        reason = judge(delivery.routing_key, self._service, self._handled)
        if reason is None:
            return None
        is_missing = reason is MISSING_BINDING
        if is_missing:
            event_type = delivery.routing_key
            log.error("a queue is not bound to a type that is handled", event_type=event_type)
        rejections, units = self._processor.rejections, self._processor.units
        identity, invalid = rejections.identify(delivery)
        with invalid_span(delivery, unrouted_queue(self._service), identity.id):
            async with units.begin() as work:
                return await rejections.park_invalid(
                    work,
                    delivery,
                    identity,
                    [reason, *invalid],
                    keeps_body=is_missing or self._service != OWNER_OF_THE_REST,
                    tells=not is_missing,
                )
