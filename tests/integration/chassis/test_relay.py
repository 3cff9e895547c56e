"""From the outbox to the bus, through a frozen broker, cut connections and refused rows."""

import asyncio
import os
import signal
from typing import ClassVar

import pytest

from chassis import OutgoingEvent
from chassis.outbox import relay
from chassis.outbox import store as outbox
from support.sample_service import COUNTED, Counted
from support.sample_service import outbox as rows_of

FOREIGN = "council.schools.school.changed.v1"


class Foreign(OutgoingEvent):
    """Another context's event: the broker refuses it."""

    event_type: ClassVar[str] = FOREIGN
    aggregate: ClassVar[str] = "school"
    reference: ClassVar[str] = "urn"
    urn: str


async def commit(service, *events):
    async with service.work() as work:
        for event in events:
            work.record(event)


def counted(*numbers):
    return [Counted(application=f"A-{number}", seen=number) for number in numbers]


def numbers_in(heard):
    return [each["seen"] for each in heard.data(COUNTED)]


async def sent_ids(service):
    return [row.event_id for row in await rows_of(service) if row.sent_at]


def all_sent(service, count):
    async def check():
        return len(await sent_ids(service)) == count

    return check


async def test_a_commits_events_are_published_in_their_order(make_service, bus, eventually):
    heard = await bus.listen(COUNTED)
    service = await make_service()
    await commit(service, *counted(*range(1200)))
    await eventually(all_sent(service, 1200), 20)
    await eventually(lambda: len(heard) == 1200)
    assert numbers_in(heard) == list(range(1200))


async def test_a_rolled_back_command_publishes_nothing_and_wakes_nobody(
    make_service, bus, eventually
):
    heard = await bus.listen(COUNTED)
    service = await make_service()
    await commit(service, *counted(1))
    await eventually(lambda: len(heard) == 1)
    woken = []
    service.relay.wake = lambda: woken.append(True)

    async def fails():
        async with service.work() as work:
            work.record(counted(2)[0])
            work.after_commit(lambda: woken.append(True))
            await work.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    assert woken == []
    assert len(await rows_of(service)) == 1


async def test_a_row_that_the_broker_refuses_is_set_aside_and_blames_and_blocks_nobody(
    make_service, bus, eventually
):
    heard = await bus.listen(COUNTED)
    service = await make_service()
    await commit(service, *counted(*range(300)), Foreign(urn="111632"), *counted(*range(300, 600)))
    await commit(service, Foreign(urn="111633"))
    await eventually(all_sent(service, 600), 30)
    rows = await rows_of(service)

    async def both_set_aside():
        aside = [row for row in await rows_of(service) if row.set_aside_at]
        return [(row.subject, row.refusals) for row in aside] == [("111632", 5), ("111633", 5)]

    await eventually(both_set_aside)
    assert {row.refusals for row in rows if row.event_type == COUNTED} == {0}
    assert set(numbers_in(heard)) == set(range(600))
    await commit(service, *counted(600))
    await eventually(lambda: 600 in numbers_in(heard))


async def test_a_row_that_one_queue_will_not_take_does_not_block_the_others(
    make_service, bus, eventually
):
    other = "council.applications.application.submitted.v1"

    class Submitted(Counted):
        event_type: ClassVar[str] = other

    heard = await bus.listen(COUNTED)
    channel = await bus.channel("operator")
    full = {"x-max-length": 0, "x-overflow": "reject-publish"}
    queue = await channel.declare_queue("full", durable=True, arguments=full)
    await queue.bind("council.events", other)
    service = await make_service()
    await commit(service, Submitted(application="A-0", seen=0), *counted(1, 2, 3))
    await eventually(lambda: numbers_in(heard) == [1, 2, 3])

    async def set_aside():
        return [row.refusals for row in await rows_of(service) if row.set_aside_at] == [5]

    await eventually(set_aside)


async def test_a_frozen_broker_is_outlived_and_nothing_is_lost_or_blamed(
    make_service, bus, eventually, broker
):
    service = await make_service(publish_timeout_seconds=1)
    await commit(service, *counted(0))
    await eventually(all_sent(service, 1))
    heard = await bus.listen(COUNTED)
    os.kill(broker.node.pid, signal.SIGSTOP)
    try:
        await commit(service, *counted(*range(1, 100)))
        noticed = service.relay.heartbeat_age
        await eventually(lambda: noticed() > 2, 20)  # it is stuck, it timed out, it tries again
    finally:
        os.kill(broker.node.pid, signal.SIGCONT)
    await eventually(all_sent(service, 100), 30)
    await eventually(lambda: set(numbers_in(heard)) == set(range(1, 100)), 30)
    assert {row.refusals for row in await rows_of(service)} == {0}
    assert {message.message_id for message in heard} <= set(await sent_ids(service))


async def test_connections_that_are_cut_again_and_again_lose_nothing(
    make_service, bus, eventually, vhost
):
    heard = await bus.listen(COUNTED)
    service = await make_service()

    async def commit_all():
        for start in range(0, 2000, 20):
            await commit(service, *counted(*range(start, start + 20)))

    committing = asyncio.create_task(commit_all())
    for _ in range(2):
        await asyncio.to_thread(vhost.cut, "applications")
    await committing
    await eventually(all_sent(service, 2000), 30)
    await eventually(lambda: len(set(numbers_in(heard))) == 2000, 30)
    ids = {message.message_id for message in heard}
    assert ids == {row.event_id for row in await rows_of(service)}


async def test_dying_between_the_confirm_and_the_mark_sends_the_same_message_again(
    make_service, bus, eventually, monkeypatch
):
    heard = await bus.listen(COUNTED)
    mark_sent, deaths = outbox.mark_sent, [OSError("the process died here")]

    async def dies_once(*arguments):
        if deaths:
            raise deaths.pop()
        await mark_sent(*arguments)

    service = await make_service()
    monkeypatch.setattr(outbox, "mark_sent", dies_once)
    await commit(service, *counted(1))
    await eventually(all_sent(service, 1))
    await eventually(lambda: len(heard) == 2)
    assert len({message.message_id for message in heard}) == 1
    assert heard[0].body == heard[1].body


async def test_what_trickles_in_is_sent_at_once_and_marked_together(
    make_service, bus, eventually, monkeypatch
):
    heard = await bus.listen(COUNTED)
    marks, mark_sent = [], outbox.mark_sent

    async def counting_marks(session, seqs, now):
        marks.append(len(seqs))
        await mark_sent(session, seqs, now)

    monkeypatch.setattr(outbox, "mark_sent", counting_marks)
    monkeypatch.setattr(relay, "LINGER", 5)
    service = await make_service()
    for number in range(10):
        await commit(service, *counted(number))
        await eventually(lambda: len(heard) == number + 1, 4)  # noqa: B023
    await eventually(all_sent(service, 10), 20)
    assert numbers_in(heard) == list(range(10))
    assert len(marks) < 10
    assert sum(marks) == 10


async def test_a_relay_that_is_stopped_while_it_lingers_marks_what_it_has_sent(
    make_service, bus, eventually, monkeypatch
):
    heard = await bus.listen(COUNTED)
    monkeypatch.setattr(relay, "LINGER", 60)
    service = await make_service(run=False)
    async with service.running():
        await commit(service, *counted(1))
        await eventually(lambda: len(heard) == 1)
    assert await sent_ids(service) == [heard[0].message_id]


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)  # SQLite has one relay
async def test_two_relays_share_the_rows_and_send_none_twice(make_service, bus, eventually):
    heard = await bus.listen(COUNTED)
    services = [await make_service(poll_seconds=0.01) for _ in range(2)]
    for start in range(0, 3000, 50):
        await commit(services[start // 50 % 2], *counted(*range(start, start + 50)))
    await eventually(all_sent(services[0], 3000), 30)
    await eventually(lambda: len(heard) >= 3000, 30)
    assert sorted(numbers_in(heard)) == list(range(3000))
