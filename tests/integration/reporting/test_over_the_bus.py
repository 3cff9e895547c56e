"""Events off a real broker, in groups, into the journal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from reporting.store import JOURNAL, READ_MODELS
from support.bus import Bus
from support.running import Stack
from unit.reporting.builders import Programme, small_programme

LONG_AGO = timedelta(days=1000)  # whatever the date of the machine, never in the future


async def test_what_our_services_publish_is_written_down_once(
    stack: Stack, bus: Bus, eventually: Callable[..., Any]
) -> None:
    reporting = (await stack("reporting"))["reporting"]
    told = small_programme()
    for event in [*told.events, *told.events[:20]]:
        await send(bus, event)

    async def count() -> int:
        async with reporting.store.reading() as session:
            query = select(func.count()).select_from(JOURNAL)
            return (await session.execute(query)).scalar_one()

    async def all_there() -> bool:
        return await count() >= len(told.events)

    await eventually(all_there)
    last = Programme().round("2027-SPR")
    await send(bus, last)

    async def last_there() -> bool:
        async with reporting.store.reading() as session:
            query = select(JOURNAL.c.position).where(JOURNAL.c.id == last.id)
            return (await session.execute(query)).scalar_one_or_none() is not None

    await eventually(last_there)
    assert await count() == len(told.events) + 1
    async with reporting.store.reading() as session:
        award = READ_MODELS["award"]
        [paid] = (await session.execute(select(award.c.paid_pence))).scalars()
    assert paid == 833_333


async def send(bus: Bus, event: Any) -> None:
    """As the service that owns the event would."""
    await bus.publish(
        event.type,
        event.data,
        subject=event.subject,
        id=event.id,
        time=(event.time - LONG_AGO).isoformat(),
        aggregateversion=str(event.aggregate_version),
        correlationid=event.correlation_id,
        causationid=event.causation_id,
        traceparent=event.traceparent,
    )
