"""One group of deliveries: read, taken in by one transaction, or singly where that fails."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog
from opentelemetry.trace import Span

from chassis.contracts.cloudevents import parse
from chassis.contracts.event import Delivery, Event, InvalidEvent
from chassis.inbox.claiming import claim_group
from chassis.inbox.processor import Processor
from chassis.telemetry.attributes import of_event
from chassis.telemetry.spans import batch_span, start_process

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Taken:
    """One event of a group, by which delivery it came, and its span, which the commit ends."""

    event: Event
    delivery: Delivery
    span: Span


@dataclass(frozen=True, slots=True)
class Group:
    """One batch; `events` holds each that can be read once, by its key."""

    deliveries: Sequence[Delivery]
    events: dict[str, Taken]


class Groups:
    """Gives whole groups their fates; one failing event leaves the others unharmed."""

    def __init__(self, processor: Processor) -> None:
        self._processor = processor

    async def process_batch(self, deliveries: Sequence[Delivery]) -> None:
        """Give each of them its outcome; raises Outage where the database is down."""
        await self._settle(self._read(deliveries))

    def _read(self, deliveries: Sequence[Delivery]) -> Group:
        """The events in these deliveries; what cannot be read is judged singly, later."""
        now = self._processor.clock()
        events: dict[str, Taken] = {}
        for delivery in deliveries:
            with suppress(InvalidEvent):
                event = parse(delivery, now=now)
                if event.key not in events:
                    events[event.key] = Taken(event, delivery, self._span(event))
        return Group(deliveries, events)

    async def _settle(self, group: Group) -> None:
        """Fates for all; an error is an outage, and the broker gets all of them back."""
        singly: Sequence[Delivery] = group.deliveries
        if group.events:
            try:
                new = await self._commit(list(group.events.values()))
                done = {id(group.events[key].delivery) for key in new}
                singly = [delivery for delivery in group.deliveries if id(delivery) not in done]
            except Exception as error:  # noqa: BLE001 - whichever it is, the others are unharmed
                log.warning("a group failed", error=type(error).__name__, size=len(group.events))
        for delivery in singly:
            await self._processor.process(delivery)

    async def _commit(self, taken: Sequence[Taken]) -> set[str]:
        """One transaction for all that are new; returns their keys."""
        processor = self._processor
        events, spans = [each.event for each in taken], [each.span for each in taken]
        try:
            with batch_span(spans, queue=processor.queue):
                async with processor.store.writing() as session:
                    new = await claim_group(session, events, processor.clock())
                    work = processor.work(session)
                    assert processor.inbox.group is not None  # noqa: S101 - chosen for groups
                    if new:
                        await processor.inbox.group([e for e in events if e.key in new], work)
                    await work.flush()
                processor.committed(work)
        finally:
            for span in spans:
                span.end()
        self._count(events, new)
        return new

    def _count(self, events: Sequence[Event], new: set[str]) -> None:
        metrics = self._processor.metrics
        metrics.group(len(events))
        applied = Counter(event.type for event in events if event.key in new)
        for event_type, number in applied.items():
            metrics.outcome(event_type, "applied", number)
        metrics.lag((self._processor.clock() - events[0].time).total_seconds())

    def _span(self, event: Event) -> Span:
        return start_process(event.type, **of_event(event, self._processor.queue))
