"""Records what an aggregate hands back: its events in the outbox, its timers beside them."""

from collections.abc import Iterable, Mapping

from chassis.contracts.outgoing import OutgoingEvent
from chassis.domain.aggregate import Aggregate
from chassis.unit_of_work import Work

Models = Mapping[str, type[OutgoingEvent]]


def by_name(events: Iterable[type[OutgoingEvent]]) -> Models:
    """The models of a service's events by thing and happening, such as `offer.made`."""
    return {".".join(event.event_type.split(".")[2:4]): event for event in events}


async def record_aggregate(work: Work, aggregate: Aggregate, models: Models) -> None:
    """In the transaction at hand and in the order in which they happened."""
    for event in aggregate.events:
        work.record(models[event.name](**event.data), inherits=event.inherits)
    for timer in aggregate.timers:
        if timer.due is None:
            await work.cancel_timer(timer.name, subject=timer.subject)
        else:
            data = dict(timer.data)
            await work.timer(timer.name, subject=timer.subject, due=timer.due, data=data)
    aggregate.events.clear()
    aggregate.timers.clear()
