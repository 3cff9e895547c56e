"""What the broker refused is seen, and once that is mended sent by an operator's word."""

from typing import ClassVar

import pytest

from chassis.operations.outbox import retry, unsent
from support.sample_service import Counted

OTHER = "council.applications.application.submitted.v1"


class Submitted(Counted):
    """What the queue of this test takes no more of."""

    event_type: ClassVar[str] = OTHER


@pytest.fixture
async def full_queue(bus):
    """A queue that refuses every event of one type, and so makes the broker refuse it."""
    channel = await bus.channel("operator")
    full = {"x-max-length": 0, "x-overflow": "reject-publish"}
    queue = await channel.declare_queue("full", durable=True, arguments=full)
    await queue.bind("council.events", OTHER)
    return queue


async def commit(service, *events):
    async with service.work() as work:
        for event in events:
            work.record(event)


def set_aside(service, number):
    async def check():
        return len(await unsent(service.store, "set-aside")) == number

    return check


def nothing_unsent(service):
    async def check():
        return await unsent(service.store) == []

    return check


async def test_what_was_set_aside_goes_out_once_the_operator_says_so(
    make_service, bus, full_queue, eventually
):
    service = await make_service()
    await commit(service, *(Submitted(application=f"A-{each}", seen=each) for each in range(3)))
    await eventually(set_aside(service, 3), 30)
    first, *others = await unsent(service.store)
    assert (first["state"], first["subject"], first["error"]) == (
        "set-aside",
        "A-0",
        "DeliveryError",
    )
    await full_queue.delete(if_empty=False)
    heard = await bus.listen(OTHER)

    assert await retry(service.store, [first["number"]]) == [first["number"]]
    await eventually(lambda: [each["seen"] for each in heard.data(OTHER)] == [0])
    assert await retry(service.store) == [each["number"] for each in others]
    await eventually(lambda: sorted(each["seen"] for each in heard.data(OTHER)) == [0, 1, 2])
    await eventually(nothing_unsent(service))


async def test_what_the_broker_still_refuses_is_set_aside_again(
    make_service, bus, full_queue, eventually
):
    service = await make_service()
    await commit(service, Submitted(application="A-0", seen=0))
    await eventually(set_aside(service, 1), 30)
    [number] = await retry(service.store)
    await eventually(set_aside(service, 1), 30)
    [row] = await unsent(service.store)
    assert (row["number"], row["refusals"]) == (number, 5)


async def test_what_was_sent_or_is_under_way_is_left_alone(make_service):
    service = await make_service(run=False)
    await commit(service, *(Counted(application=f"A-{each}", seen=each) for each in range(2)))
    numbers = [row["number"] for row in await unsent(service.store, "pending")]
    assert await retry(service.store, [*numbers, 4711]) == []
    assert await retry(service.store) == []
