"""An event that waits beyond its time is announced once, and the service may act on it."""

import structlog

from chassis.contracts.cloudevents import parse
from chassis.contracts.event import Event, Reason
from chassis.inbox import store
from chassis.inbox.outcomes import NotYet, Rejected
from chassis.inbox.processor import Processor
from chassis.inbox.rejections import About
from chassis.storage.tables import InboxRow
from chassis.unit_of_work import Work

log = structlog.get_logger()


async def announce_overdue(processor: Processor, key: str) -> None:
    """List the event as overdue; it goes on waiting, and is applied when it can be.

    If the service's handler for it fails, it is overdue again at the next sweep.
    """
    async with processor.units.begin() as work:
        row = await store.claim_overdue(work.session, key, work.now)
        if row is None or not await _act(processor, work, row):
            return
        work.event = None  # the time caused the announcement, not the event
        row.overdue = True
        reasons = [Reason("overdue", reason["message"]) for reason in row.reasons]
        event_id = row.event_id or row.key
        about = About(row.key, event_id, row.event_type, row.source, row.subject)
        await processor.rejections.announce(work, about, reasons, overdue=True)


async def _act(processor: Processor, work: Work, row: InboxRow) -> bool:
    """Run the service's own handler for an overdue event, if it has one; False if that fails.

    A handler that waits or rejects runs again when a prerequisite of the event has changed.
    """
    handler = processor.registry.overdue.get(row.event_type)
    if handler is None or row.body is None:
        return True
    try:
        work.event = _event(processor, row.body)
        async with work.savepoint():
            await handler(work.event, work)
        row.overdue_at = None
    except (NotYet, Rejected):
        return True
    except Exception as error:  # noqa: BLE001 - one bad event must not delay the others
        log.error("an overdue handler failed", error=type(error).__name__, type=row.event_type)
        return False
    return True


def _event(processor: Processor, body: bytes) -> Event:
    return parse(processor.bodies.open(body), now=processor.clock())
