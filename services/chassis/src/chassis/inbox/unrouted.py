"""An event that no queue is bound to: the owner of its type parks it, everyone else ignores it."""

from collections.abc import Collection, Mapping

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.cloudevents import parse
from chassis.contracts.event import Delivery, Identity, InvalidEvent, Reason
from chassis.contracts.outgoing import rejection_of
from chassis.inbox import store
from chassis.inbox.applying import Fate
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
        self._service = processor.inbox.service
        self._rejection = rejection_of(self._service)

    async def process(self, delivery: Delivery) -> str:
        """Park it or ignore it, and return which; raises what the database raises."""
        event_type = delivery.routing_key
        reason = judge(event_type, self._service, self._handled)
        if reason is None:
            return "ignored"
        if reason is MISSING_BINDING:
            log.error("a queue is not bound to a type that is handled", event_type=event_type)
        identity, reasons = self._identify(delivery, reason)

        async def step(session: AsyncSession) -> Fate:
            return await self._park(session, delivery, identity, reasons)

        with process_span(event_type, **of_unread(delivery, self._processor.queue, identity.id)):
            return await self._processor.transact(step)

    def _identify(self, delivery: Delivery, reason: Reason) -> tuple[Identity, list[Reason]]:
        try:
            event = parse(delivery, now=self._processor.clock())
        except InvalidEvent as invalid:
            return invalid.identity, [reason, *invalid.reasons]
        return Identity(event.key, event.content_hash, event.id, event.source), [reason]

    async def _park(
        self, session: AsyncSession, delivery: Delivery, identity: Identity, reasons: list[Reason]
    ) -> Fate:
        work, is_missing = self._processor.work(session), MISSING_BINDING in reasons
        keeps_body = is_missing or self._service != OWNER_OF_THE_REST
        body = self._processor.bodies.seal(delivery) if keeps_body else None
        event_type = delivery.routing_key
        if not await store.park_unread(session, identity, event_type, reasons, body, work.now):
            return "duplicate", None
        if not is_missing:
            self._tell(work, event_type, identity, reasons, replayable=keeps_body)
        await work.flush()
        return "parked", work

    def _tell(
        self,
        work: Work,
        event_type: str,
        identity: Identity,
        reasons: list[Reason],
        *,
        replayable: bool,
    ) -> None:
        rejected = self._rejection(
            event_id=identity.id or identity.key,
            rejected_type=event_type,
            event_source=identity.source,
            reasons=[reason._asdict() for reason in reasons],
            overdue=False,
            replayable=replayable,
        )
        work.record(rejected, also=_context(event_type))
