"""Many events in one transaction; if one of them fails, none of them is done."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog
from opentelemetry.trace import Span

from chassis.contracts.cloudevents import parse
from chassis.contracts.event import Delivery, Event, InvalidEvent
from chassis.inbox import store
from chassis.inbox.outcomes import Outcome
from chassis.inbox.registry import Inbox
from chassis.messaging.topology import inbox_queue
from chassis.telemetry.metrics import Metrics
from chassis.telemetry.spans import batch_span, start_process
from chassis.unit_of_work import UnitsOfWork

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Received:
    """A valid event of the batch, its delivery, and its span, which ends with the commit."""

    event: Event
    delivery: Delivery
    span: Span


async def commit_together(
    registry: Inbox, units: UnitsOfWork, metrics: Metrics, deliveries: Sequence[Delivery]
) -> set[int]:
    """Apply the new events in one transaction; returns the `id()` of each delivery that is done.

    Not done are invalid and known events, and all of them if the transaction fails.
    """
    batch = _valid(deliveries, units, inbox_queue(registry.service))
    try:
        new = await _commit([*batch.values()], registry, units) if batch else set()
    except Exception as error:  # noqa: BLE001 - whichever it is, the events are processed singly
        log.warning("a batch failed", error=type(error).__name__, size=len(batch))
        return set()
    if batch:
        _count([each.event for each in batch.values()], new, metrics, units)
    return {id(batch[key].delivery) for key in new}


def _valid(deliveries: Sequence[Delivery], units: UnitsOfWork, queue: str) -> dict[str, _Received]:
    """Each valid event once, by its key."""
    batch: dict[str, _Received] = {}
    for delivery in deliveries:
        with suppress(InvalidEvent):
            event = parse(delivery, now=units.clock())
            if event.key not in batch:
                span = start_process(event, queue)
                batch[event.key] = _Received(event, delivery, span)
    return batch


async def _commit(batch: Sequence[_Received], registry: Inbox, units: UnitsOfWork) -> set[str]:
    """One transaction for all that are new; returns their keys."""
    handle = registry.group
    assert handle is not None  # noqa: S101 - only such a service consumes in batches
    events, spans = [each.event for each in batch], [each.span for each in batch]
    try:
        with batch_span(spans, queue=inbox_queue(registry.service)):
            async with units.begin() as work:
                new = await store.claim_batch(work.session, events, work.now)
                if new:
                    await handle([event for event in events if event.key in new], work)
    finally:
        for span in spans:
            span.end()
    return new


def _count(events: Sequence[Event], new: set[str], metrics: Metrics, units: UnitsOfWork) -> None:
    metrics.group(len(events))
    metrics.lag((units.clock() - events[0].time).total_seconds())
    for event_type, number in Counter(each.type for each in events if each.key in new).items():
        metrics.outcome(event_type, Outcome.APPLIED, number)
