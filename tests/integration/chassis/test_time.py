"""What time does: waiting too long is told once, timers fire once, whatever happened meanwhile."""

import asyncio
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from support.sample_service import (
    CONDITION_MET,
    WITHDRAWN,
    condition,
    outbox,
    rows,
    states,
    things,
    withdrawal,
)

REJECTED = "council.applications.event.rejected.v1"
DUE = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def replicas(make_service):
    services = [await make_service(run=False) for _ in range(2)]
    clock = Clock(DUE)
    for service in services:
        service.clock = clock
    return services


async def rejections(service):
    return [orjson.loads(row.body) for row in await outbox(service)
            if row.routing_key == REJECTED]  # fmt: skip


async def test_what_waits_too_long_is_told_once_and_still_applies_itself(replicas, counting):
    one, other = replicas
    early = counting.delivery(CONDITION_MET, condition("FORM-1"), id="early", time=DUE.isoformat())
    assert await one.processor.process(early) == "waiting"
    one.clock.now = DUE + timedelta(hours=24) - timedelta(microseconds=1)
    await one.sweep.once()
    assert await rejections(one) == []

    one.clock.now = DUE + timedelta(hours=24)
    await asyncio.gather(one.sweep.once(), other.sweep.once())
    for service in replicas:
        await service.sweep.once()
    [told] = await rejections(one)
    assert (told["event_id"], told["overdue"]) == ("early", True)
    assert [reason["code"] for reason in told["reasons"]] == ["overdue"]
    [row] = await rows(one)
    assert (row.state, row.overdue) == ("waiting", True)

    late = counting.delivery(WITHDRAWN, withdrawal("FORM-1"), id="late", time=DUE.isoformat())
    await other.processor.process(late)
    await one.sweep.once()
    assert await states(one) == {"early": "applied", "late": "applied"}
    assert len(await rejections(one)) == 1


async def test_the_day_counts_from_the_first_arrival_however_often_it_waits(replicas, counting):
    one, _ = replicas
    early = counting.delivery(CONDITION_MET, condition("FORM-1"), id="early", time=DUE.isoformat())
    await one.processor.process(early)
    one.clock.now = DUE + timedelta(hours=23)
    async with one.work() as work:
        await work.changed("form:FORM-1")  # not what it needs: it waits again
    await one.sweep.once()
    assert await states(one) == {"early": "waiting"}
    one.clock.now = DUE + timedelta(hours=24)
    await one.sweep.once()
    assert len(await rejections(one)) == 1


async def set_timer(service, due: datetime, subject: str = "FORM-1") -> None:
    async with service.work() as work:
        data = withdrawal(subject)
        await work.timer("due", subject=subject, due=due, data=data)


async def test_a_timer_fires_once_however_many_replicas_sweep(replicas):
    one, other = replicas
    await set_timer(one, DUE)
    one.clock.now = DUE - timedelta(microseconds=1)
    await one.sweep.once()
    assert await things(one) == {}
    one.clock.now = DUE
    await asyncio.gather(*(service.sweep.once() for service in (one, other) * 3))
    assert await things(one) == {"FORM-1": 1}
    assert [row.event_type for row in await rows(one)] == ["council.applications.timer.due.v1"]


async def test_a_timer_that_was_due_while_nothing_ran_fires_afterwards(make_service, eventually):
    before = await make_service(run=False)
    await set_timer(before, datetime.now(UTC) - timedelta(days=3))
    service = await make_service()

    async def fired() -> bool:
        return await things(service) == {"FORM-1": 1}

    await eventually(fired)


async def test_a_timer_that_is_replaced_or_taken_back_does_not_fire(replicas):
    one, _ = replicas
    await set_timer(one, DUE, "FORM-1")
    await set_timer(one, DUE + timedelta(days=1), "FORM-1")
    await set_timer(one, DUE, "FORM-2")
    async with one.work() as work:
        await work.cancel_timer("due", subject="FORM-2")
    await one.sweep.once()
    assert await things(one) == {}
    one.clock.now = DUE + timedelta(days=1)
    await one.sweep.once()
    assert await things(one) == {"FORM-1": 1}


async def test_a_timer_set_again_for_another_time_fires_again(replicas):
    one, _ = replicas
    for day in range(3):
        one.clock.now = DUE + timedelta(days=day)
        await set_timer(one, one.clock.now)
        await one.sweep.once()
        await one.sweep.once()
    assert await things(one) == {"FORM-1": 3}


async def test_a_timer_that_our_code_fails_on_is_parked_and_fires_no_more(replicas, counting):
    one, _ = replicas
    one.settings.attempts = 1

    def fails() -> None:
        raise RuntimeError

    counting.misbehave = fails
    await set_timer(one, DUE)
    await one.sweep.once()
    await one.sweep.once()
    assert [row.state for row in await rows(one)] == ["parked"]
