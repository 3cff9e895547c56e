"""What a service does of its own, besides the telling, about an event that waited too long."""

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.cloudevents import parse
from chassis.inbox.outcomes import NotYet, Rejected
from chassis.inbox.processor import Processor
from chassis.storage.tables import InboxRow

log = structlog.get_logger()


async def act_on_overdue(processor: Processor, session: AsyncSession, row: InboxRow) -> bool:
    """Run the handler of the row's type, if there is one, in a savepoint of its own.

    False where it failed for a reason of ours: the row is then overdue again at the next sweep.
    A handler that still waits or refuses has nothing to do yet: it is asked again when something
    that the event waits for has changed.
    """
    handler = processor.inbox.overdue.get(row.event_type)
    if handler is None or row.body is None:
        return True
    try:
        event = parse(processor.bodies.open(row.body), now=processor.clock())
        work = processor.work(session, event)
        async with session.begin_nested():
            await handler(event, work)
            await work.flush()
        row.overdue_at = None
    except (NotYet, Rejected):
        return True
    except Exception as error:  # noqa: BLE001 - one bad event holds nobody else up
        log.error("an overdue handler failed", error=type(error).__name__, type=row.event_type)
        return False
    return True
