"""No lost wake-up: waiters and what they wait for come at once, and nobody is left waiting."""

import asyncio
from collections import Counter

import pytest

from chassis import Service
from support.repetitions import repetitions
from support.sample_service import CONDITION_MET, WITHDRAWN, condition, states, things, withdrawal

AT_ONCE = 12  # in each replica
PAIRS = repetitions(300, 1000)


async def race(counting, services: list[Service], pairs: int) -> None:
    """Each waiter beside its changer, in whatever replica, many at a time."""
    deliveries = []
    for number in range(pairs):
        waiter = counting.delivery(CONDITION_MET, condition(f"FORM-{number}"))
        changer = counting.delivery(WITHDRAWN, withdrawal(f"FORM-{number}"))
        deliveries += [(waiter, services[number % len(services)]), (changer, services[-1])]
    remaining = iter(deliveries)

    async def take() -> None:
        for delivery, service in remaining:
            assert await service.processor.process(delivery) in {"applied", "waiting"}

    await asyncio.gather(*(take() for _ in range(AT_ONCE * len(services))))


async def swept(services: list[Service]) -> Counter[str]:
    """What became of all events once every replica has swept."""
    for service in services:
        await service.sweep.once()
    return Counter((await states(services[0])).values())


async def check(counting, services: list[Service], pairs: int) -> None:
    await race(counting, services, pairs)
    waited = Counter((await states(services[0])).values())
    assert waited["ready"] + waited["applied"] == 2 * pairs, "somebody waits for what is there"
    assert await swept(services) == {"applied": 2 * pairs}
    assert set((await things(services[0])).values()) == {1}
    assert len(await things(services[0])) == 2 * pairs


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_waiters_in_two_replicas_are_never_stranded(make_service, counting):
    services = [await make_service(run=False) for _ in range(2)]
    await check(counting, services, PAIRS)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_waiters_beside_one_writer_are_never_stranded(make_service, counting):
    await check(counting, [await make_service(run=False)], PAIRS)
