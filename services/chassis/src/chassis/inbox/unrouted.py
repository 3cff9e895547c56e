"""An event that no queue is bound to: the owner of its type parks it, everyone else ignores it."""

from collections.abc import Collection, Mapping

import structlog

from chassis.contracts.cloudevents import parse
from chassis.contracts.event import Delivery, Identity, InvalidEvent, Reason
from chassis.contracts.outgoing import EventRejected, rejection_of
from chassis.inbox import store
from chassis.inbox.outcomes import Outcome
from chassis.inbox.processor import Processor
from chassis.telemetry.attributes import of_unread
from chassis.telemetry.spans import process_span
from chassis.unit_of_work import Work

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
    handlers = {name for name, patterns in handled.items() if _matches(event_type, patterns)}
    if handlers:
        return MISSING_BINDING if service in handlers else None
    return UNKNOWN_TYPE if OWNERS.get(_context(event_type), OWNER_OF_THE_REST) == service else None


def _context(event_type: str) -> str:
    """The second word, which names the publishing system; empty where there is none."""
    return [*event_type.split("."), ""][1]


def _matches(event_type: str, patterns: Collection[str]) -> bool:
    """A pattern ends with a word, or with `#` for any number of words."""
    return any(
        event_type.startswith(pattern[:-1]) if pattern.endswith("#") else event_type == pattern
        for pattern in patterns
    )


class Unrouted:
    """Parks the unrouted events that are this service's, and tells the publisher of each."""

    def __init__(self, processor: Processor, handled: Mapping[str, Collection[str]]) -> None:
        self._processor, self._handled = processor, handled
        self._service = processor.registry.service
        self._rejection = rejection_of(self._service)

    async def process(self, delivery: Delivery) -> Outcome | None:
        """Park it; None where another service does. Raises what the database raises."""
        event_type = delivery.routing_key
        reason = judge(event_type, self._service, self._handled)
        if reason is None:
            return None
        if reason is MISSING_BINDING:
            log.error("a queue is not bound to a type that is handled", event_type=event_type)
        identity, reasons = self._identify(delivery, reason)
        with process_span(event_type, **of_unread(delivery, self._processor.queue, identity.id)):
            async with self._processor.units.begin() as work:
                return await self._park(work, delivery, identity, reasons)

    def _identify(self, delivery: Delivery, reason: Reason) -> tuple[Identity, list[Reason]]:
        try:
            event = parse(delivery, now=self._processor.clock())
        except InvalidEvent as invalid:
            return invalid.identity, [reason, *invalid.reasons]
        return Identity(event.key, event.content_hash, event.id, event.source), [reason]

    async def _park(
        self, work: Work, delivery: Delivery, identity: Identity, reasons: list[Reason]
    ) -> Outcome:
        is_missing = MISSING_BINDING in reasons
        keeps_body = is_missing or self._service != OWNER_OF_THE_REST
        body = self._processor.bodies.seal(delivery) if keeps_body else None
        kind, session, now = delivery.routing_key, work.session, work.now
        if not await store.park_invalid(session, identity, kind, reasons, body, now):
            return Outcome.DUPLICATE
        if not is_missing:
            rejected = self._rejected(kind, identity, reasons, replayable=keeps_body)
            work.record(rejected, also=_context(kind))
        return Outcome.PARKED

    def _rejected(
        self, event_type: str, identity: Identity, reasons: list[Reason], *, replayable: bool
    ) -> EventRejected:
        return self._rejection(
            event_id=identity.id or identity.key,
            rejected_type=event_type,
            event_source=identity.source,
            rejected_subject=None,
            key=identity.key,
            la_code=None,
            reasons=[reason._asdict() for reason in reasons],
            overdue=False,
            replayable=replayable,
        )
