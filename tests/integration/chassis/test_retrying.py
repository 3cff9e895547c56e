"""What the broker refused is seen, and once that is mended sent by an operator's word."""

from typing import ClassVar

from chassis.operations.outbox import retry, unsent
from support.sample_service import Counted

FORBIDDEN = "council.schools.school.changed.v1"


class Changed(Counted):
    """An event of another context, which the broker refuses until it is permitted."""

    event_type: ClassVar[str] = FORBIDDEN


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
    make_service, bus, vhost, eventually
):
    service = await make_service()
    await commit(service, *(Changed(application=f"A-{each}", seen=each) for each in range(3)))
    await eventually(set_aside(service, 3))
    first, *others = await unsent(service.store)
    assert (first["state"], first["subject"], first["error"]) == (
        "set-aside",
        "A-0",
        "ChannelAccessRefused",
    )
    vhost.permit("applications", "council.schools.*")
    heard = await bus.listen(FORBIDDEN)

    assert await retry(service.store, [first["number"]]) == [first["number"]]
    await eventually(lambda: [each["seen"] for each in heard.data(FORBIDDEN)] == [0])
    assert await retry(service.store) == [each["number"] for each in others]
    await eventually(lambda: sorted(each["seen"] for each in heard.data(FORBIDDEN)) == [0, 1, 2])
    await eventually(nothing_unsent(service))


async def test_what_the_broker_still_refuses_is_set_aside_again(make_service, eventually):
    service = await make_service()
    await commit(service, Changed(application="A-0", seen=0))
    await eventually(set_aside(service, 1))
    [number] = await retry(service.store)
    await eventually(set_aside(service, 1))
    [row] = await unsent(service.store)
    assert (row["number"], row["refusals"]) == (number, 5)


async def test_what_was_sent_or_is_under_way_is_left_alone(make_service):
    service = await make_service(run=False)
    await commit(service, *(Counted(application=f"A-{each}", seen=each) for each in range(2)))
    numbers = [row["number"] for row in await unsent(service.store, "pending")]
    assert await retry(service.store, [*numbers, 4711]) == []
    assert await retry(service.store) == []
