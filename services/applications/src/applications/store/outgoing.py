"""Records what an aggregate hands back: its events in the outbox, its timers beside them."""

from applications.domain.aggregate import Aggregate
from applications.events import EVENTS
from chassis import Work

_PREFIX, _VERSION = "council.applications.", ".v1"
_MODELS = {event.event_type.removeprefix(_PREFIX).removesuffix(_VERSION): event for event in EVENTS}


async def record(work: Work, aggregate: Aggregate) -> None:
    """In the transaction at hand and in the order in which they happened."""
    for event in aggregate.events:
        work.record(_MODELS[event.name](**event.data), inherits=event.inherits)
    for timer in aggregate.timers:
        if timer.due is None:
            await work.cancel_timer(timer.name, subject=timer.subject)
        else:
            data = dict(timer.data)
            await work.timer(timer.name, subject=timer.subject, due=timer.due, data=data)
    aggregate.events.clear()
    aggregate.timers.clear()
