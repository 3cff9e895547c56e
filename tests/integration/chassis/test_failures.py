"""What our own failures do to an event: tried again, parked with the frames, replayed."""

import asyncio
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from chassis.inbox.outcomes import wait_for
from chassis.messaging.reconnect import Outage
from chassis.operations.inbox import Choice, replay
from support.sample_service import (
    CONDITION_MET,
    WITHDRAWN,
    Thing,
    condition,
    rows,
    states,
    things,
    withdrawal,
)

CANARY = "canary-4711"


class Breaks:
    """A handler that fails so many times, with a payload's value in its message."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self) -> None:
        if self.left:
            self.left -= 1
            raise KeyError(f"no such reason: {CANARY}")


async def test_a_passing_failure_is_tried_again_and_nobody_hears_of_it(
    make_service, bus, eventually, counting
):
    counting.misbehave = Breaks(2)
    service = await make_service()
    event_id = await bus.publish(WITHDRAWN, withdrawal("FORM-1"), subject="FORM-1")

    async def applied():
        return (await states(service)).get(event_id) == "applied"

    await eventually(applied)
    assert await things(service) == {"FORM-1": 1}


async def test_a_lasting_failure_is_parked_with_its_frames_and_without_a_value(
    make_service, bus, eventually, counting
):
    counting.misbehave = Breaks(100)
    service = await make_service(attempts=2)
    await bus.publish(WITHDRAWN, withdrawal("FORM-1", reason=CANARY), subject="FORM-1", id="bad")
    await bus.publish(CONDITION_MET, condition("FORM-1"), subject="FORM-1", id="neighbour")

    async def parked():
        return await states(service) == {"bad": "parked", "neighbour": "waiting"}

    await eventually(parked)
    [row] = [row for row in await rows(service) if row.event_id == "bad"]
    assert [reason["code"] for reason in row.reasons] == ["our-failure"]
    assert "in withdrawn" in row.traceback
    assert row.traceback.endswith("KeyError")
    assert CANARY not in row.traceback + str(row.reasons)
    assert await bus.rejections("forms") == []  # it is ours to mend

    counting.misbehave = Breaks(0)
    assert await replay(service.store, Choice(reason="our-failure")) == [row.key]

    async def applied():
        return await states(service) == {"bad": "applied", "neighbour": "applied"}

    await eventually(applied)
    assert await things(service) == {"FORM-1": 1, "FORM-1/COND-1": 1}


async def test_a_failure_is_not_parked_over_what_another_replica_applied(
    make_service, counting, eventually
):
    one, other = await make_service(run=False, attempts=1), await make_service(run=False)
    first_failed, other_done = asyncio.Event(), asyncio.Event()
    give_up = one.processor.retry.give_up

    async def late(*arguments):
        first_failed.set()
        await other_done.wait()
        return await give_up(*arguments)

    one.processor.retry.give_up = late
    counting.misbehave = Breaks(1)
    delivery = counting.delivery(WITHDRAWN, withdrawal("FORM-1"), id="same")
    failing = asyncio.create_task(one.processor.process(delivery))
    await first_failed.wait()
    assert await other.processor.process(delivery) == "applied"
    other_done.set()
    await failing
    assert await states(one) == {"same": "applied"}
    assert await replay(one.store, Choice()) == []
    assert await things(one) == {"FORM-1": 1}


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)  # SQLite has one writer
async def test_a_second_look_under_more_locks_sees_what_changed_meanwhile(make_service, counting):
    service = await make_service(run=False)
    other = await make_service(run=False)
    async with service.store.writing() as session:
        session.add(Thing(name="B", seen=0))
    held = []

    async def needs_both(_: object, work: object) -> None:
        first, second = [await work.session.get(Thing, name) for name in ("A", "B")]
        held.append(second)
        if first is None:
            async with other.store.writing() as session:
                session.add(Thing(name="A"))
            raise wait_for("form", "A")
        if second.seen == 0:
            async with other.store.writing() as session:
                (await session.get(Thing, "B")).seen = 1
            raise wait_for("form", "B")

    counting.replace(CONDITION_MET, needs_both)
    delivery = counting.delivery(CONDITION_MET, condition("FORM-A"))
    assert await service.processor.process(delivery) == "applied"


async def test_two_that_lock_in_opposite_orders_both_succeed(make_service, counting, eventually):
    services = [await make_service(run=False, attempts=1) for _ in range(2)]
    met = asyncio.Barrier(2)
    crossed: set[str] = set()

    async def crosses(form: object, work: object) -> None:
        own, others = ("A", "B") if form.form_reference == "FORM-1" else ("B", "A")
        await work.lock(own)
        if form.form_reference not in crossed and work.session.bind.dialect.name != "sqlite":
            crossed.add(form.form_reference)
            await met.wait()
        await work.lock(others)

    counting.replace(WITHDRAWN, crosses)
    outcomes = await asyncio.gather(
        *(
            service.processor.process(counting.delivery(WITHDRAWN, withdrawal(f"FORM-{number}")))
            for number, service in enumerate(services, 1)
        )
    )
    assert outcomes == ["applied", "applied"]


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_locked_database_costs_an_event_no_attempt(make_service, counting):
    """The lock may be gone when we look: the error alone says that no event is at fault."""
    service = await make_service(run=False, attempts=1)
    locked = sqlite3.OperationalError("database is locked")
    locked.sqlite_errorcode = sqlite3.SQLITE_BUSY

    def fail() -> None:
        raise OperationalError("UPDATE", {}, locked)

    counting.misbehave = fail
    delivery = counting.delivery(WITHDRAWN, withdrawal("FORM-1"), id="1")
    with pytest.raises(Outage):
        await service.processor.process(delivery)
    counting.misbehave = lambda: None
    assert await service.processor.process(delivery) == "applied"
