"""From the outbox to the bus, through a frozen broker, cut connections and refused rows."""

import asyncio
import os
import signal
from typing import ClassVar

import aio_pika
import pytest
from sqlalchemy import update

from chassis import OutgoingEvent
from chassis.outbox import relay
from chassis.storage.tables import OutboxRow
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


async def test_events_of_a_commit_are_published_in_their_order(make_service, bus, eventually):
    heard = await bus.listen(COUNTED)
    service = await make_service()
    await commit(service, *counted(*range(1200)))
    await eventually(all_sent(service, 1200))
    await eventually(lambda: len(heard) == 1200)
    assert numbers_in(heard) == list(range(1200))


async def test_command_that_is_rolled_back_publishes_nothing_and_wakes_no_relay(
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


async def test_refused_event_is_set_aside_after_five_times_and_blocks_no_other(
    make_service, bus, eventually
):
    heard = await bus.listen(COUNTED)
    service = await make_service()
    await commit(service, *counted(*range(300)), Foreign(urn="111632"), *counted(*range(300, 600)))
    await commit(service, Foreign(urn="111633"))
    await eventually(all_sent(service, 600))
    rows = await rows_of(service)

    async def both_set_aside():
        aside = [row for row in await rows_of(service) if row.set_aside_at]
        return [(row.subject, row.refusals) for row in aside] == [("111632", 5), ("111633", 5)]

    await eventually(both_set_aside)
    assert {row.refusals for row in rows if row.event_type == COUNTED} == {0}
    assert set(numbers_in(heard)) == set(range(600))
    await commit(service, *counted(600))
    await eventually(lambda: 600 in numbers_in(heard))


async def test_event_that_a_full_queue_nacks_waits_unblamed_and_blocks_no_other(
    make_service, bus, eventually
):
    other = "council.applications.application.submitted.v1"

    class Submitted(Counted):
        event_type: ClassVar[str] = other

    heard = await bus.listen(COUNTED)
    channel = await bus.channel("operator")
    full = {"x-max-length": 1, "x-overflow": "reject-publish"}
    queue = await channel.declare_queue("full", durable=True, arguments=full)
    await queue.bind("council.events", other)
    await channel.default_exchange.publish(aio_pika.Message(b"first"), queue.name)
    service = await make_service()
    await commit(service, Submitted(application="A-0", seen=0), *counted(1, 2, 3))

    def nacks():
        name, reason = "attain_publish_failed_total", {"reason": "DeliveryError"}
        return service.metrics.registry.get_sample_value(name, reason) or 0

    await eventually(lambda: nacks() > relay.MAX_REFUSALS)
    assert numbers_in(heard) == [1, 2, 3]
    (waiting,) = [row for row in await rows_of(service) if not row.sent_at]
    assert (waiting.event_type, waiting.refusals, waiting.set_aside_at) == (other, 0, None)
    await commit(service, *counted(4))
    await eventually(lambda: numbers_in(heard) == [1, 2, 3, 4])
    await queue.purge()
    await eventually(all_sent(service, 5))


async def test_event_that_no_frame_can_hold_is_set_aside_and_blocks_no_other(
    make_service, bus, eventually
):
    heard = await bus.listen(COUNTED)
    service = await make_service(run=False)
    await commit(service, *counted(1, 2, 3))
    async with service.store.writing() as session:
        long = update(OutboxRow).where(OutboxRow.subject == "A-2").values(routing_key="x" * 300)
        await session.execute(long)
    async with service.running():
        await eventually(lambda: numbers_in(heard) == [1, 3])

        async def set_aside():
            return [
                (row.subject, row.refusals) for row in await rows_of(service) if row.set_aside_at
            ]

        await eventually(set_aside)
        assert await set_aside() == [("A-2", relay.MAX_REFUSALS)]


async def test_frozen_broker_loses_no_event_and_counts_no_refusal(
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
        await eventually(lambda: noticed() > 2)  # it is stuck, it timed out, it tries again
    finally:
        os.kill(broker.node.pid, signal.SIGCONT)
    await eventually(all_sent(service, 100))
    await eventually(lambda: set(numbers_in(heard)) == set(range(1, 100)))
    assert {row.refusals for row in await rows_of(service)} == {0}
    assert {message.message_id for message in heard} <= set(await sent_ids(service))


async def test_connection_that_is_cut_repeatedly_loses_no_event(
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
    await eventually(all_sent(service, 2000))
    await eventually(lambda: len(set(numbers_in(heard))) == 2000, 30)
    ids = {message.message_id for message in heard}
    assert ids == {row.event_id for row in await rows_of(service)}


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)  # SQLite has one relay
async def test_two_relays_send_each_event_once(make_service, bus, eventually):
    heard = await bus.listen(COUNTED)
    services = [await make_service(poll_seconds=0.01) for _ in range(2)]
    for start in range(0, 3000, 50):
        await commit(services[start // 50 % 2], *counted(*range(start, start + 50)))
    await eventually(all_sent(services[0], 3000))
    await eventually(lambda: len(heard) >= 3000)
    assert sorted(numbers_in(heard)) == list(range(3000))
