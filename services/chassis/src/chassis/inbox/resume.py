"""A ready event once more: its prerequisites have arrived, or an operator replays it."""

from datetime import datetime, timedelta

from chassis.contracts.cloudevents import parse
from chassis.contracts.event import Delivery, Event, InvalidEvent, Reason
from chassis.contracts.identity import REUSED
from chassis.inbox import store
from chassis.inbox.outcomes import Outcome
from chassis.inbox.processor import Processor
from chassis.telemetry.spans import process_span, sweep_span
from chassis.unit_of_work import Work

SAME_TRACE = timedelta(minutes=10)


async def resume(
    processor: Processor, key: str, delivery: Delivery, received_at: datetime
) -> Outcome:
    """Process the event of this row; in a trace of its own if it has waited for long.

    Returns `duplicate` for a row that another replica has or has settled.
    """
    try:
        event = parse(delivery, now=processor.clock())
    except InvalidEvent as invalid:
        reasons = invalid.reasons
        return await processor.retry(
            lambda: _park(processor, key, delivery, reasons), delivery, key
        )
    span = process_span if processor.clock() - received_at < SAME_TRACE else sweep_span
    with span(event, processor.queue(event.type)):
        return await processor.retry(lambda: _once(processor, key, event, delivery), delivery, key)


async def _once(processor: Processor, key: str, event: Event, delivery: Delivery) -> Outcome:
    async with processor.units.begin(event) as work:
        row = await store.claim_ready(work.session, key)
        if row is None:
            return Outcome.DUPLICATE
        work.now = row.as_of or work.now
        if event.key != key and not await store.adopt_identity(work.session, key, event):
            return await _known(processor, work, key, event, delivery)
        outcome = await processor.apply(work, event, delivery)
        if outcome == Outcome.APPLIED:
            await store.settle(work.session, event.key, processor.clock())
        if outcome == Outcome.WAITING and event.type in processor.registry.overdue:
            await store.retry_overdue(work.session, event.key)
        return outcome


async def _park(
    processor: Processor, key: str, delivery: Delivery, reasons: list[Reason]
) -> Outcome:
    """It is still no valid event."""
    async with processor.units.begin() as work:
        if await store.claim_ready(work.session, key) is None:
            return Outcome.DUPLICATE
        await store.park(work.session, key, reasons, processor.bodies.seal(delivery))
        return Outcome.PARKED


async def _known(
    processor: Processor, work: Work, key: str, event: Event, delivery: Delivery
) -> Outcome:
    """Its publisher has sent it again since, or has used its id for something else."""
    if await store.known_hash(work.session, event.key) == event.content_hash:
        await store.forget(work.session, key)
        return Outcome.DUPLICATE
    await store.park(work.session, key, [REUSED], processor.bodies.seal(delivery))
    return Outcome.PARKED
