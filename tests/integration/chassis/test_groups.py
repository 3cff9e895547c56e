"""Events taken in groups: one bad event harms no other, and one writer follows the other."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack

import orjson
import pytest
from cryptography.fernet import Fernet

from chassis import Event, Inbox, Work
from chassis.messaging.definitions import definitions
from support.broker import PASSWORDS
from support.sample_service import Thing, bind, build, make_tables, rows, states, things

HAPPENED = "council.schools.thing.happened.v1"


class Grouping:
    """Counts what happened to each thing; a test may make it misbehave."""

    def __init__(self) -> None:
        self.inbox = Inbox("reporting")
        self.inbox.on_group("council.schools.#")(self.take)
        self.sizes: list[int] = []
        self.order: list[str] = []
        self.stalled = asyncio.Event()
        self.stalls_on = ""
        self.released = asyncio.Event()

    async def take(self, events: Sequence[Event], work: Work) -> None:
        self.sizes.append(len(events))
        self.order += [event.subject for event in events]
        for event in events:
            if event.data.get("explodes"):
                raise RuntimeError("boom")
            row = await work.session.get(Thing, event.subject) or Thing(name=event.subject)
            row.seen += 1
            work.session.add(row)
            await work.session.flush()
            if event.subject == self.stalls_on:
                self.stalled.set()
                await self.released.wait()


@pytest.fixture
async def start(vhost, store_url, tmp_path):
    exits = AsyncExitStack()
    shared = {
        "data_dir": tmp_path,
        "amqp_url": vhost.url("reporting"),
        "database_url": store_url("reporting"),
        "key": Fernet.generate_key().decode(),
    }

    async def start(grouping: Grouping, stack: AsyncExitStack = exits, **settings: object):
        service = build(grouping.inbox, **(shared | settings))
        await make_tables(service)
        await stack.enter_async_context(service.running())
        return service

    bind(vhost, Inbox("reporting"))
    yield start
    await exits.aclose()


async def publish(bus, *numbers: int, **data: object) -> None:
    for number in numbers:
        body = {"number": number} | data
        await bus.publish(HAPPENED, body, subject=f"S-{number}", id=f"event-{number}")


def applied(service, *numbers: int):
    async def check():
        now = await states(service)
        return all(now.get(f"event-{number}") == "applied" for number in numbers)

    return check


def parked(service, event_id):
    """Whether an event is parked: one by one, maybe after its group's commit."""

    async def is_parked() -> bool:
        return (await states(service)).get(event_id) == "parked"

    return is_parked


def all_delivered(bus):
    """Whether the broker has handed over everything that was in the queue."""

    async def check() -> bool:
        channel = await bus.channel("operator")
        queue = await channel.declare_queue("reporting.inbox", passive=True)
        return queue.declaration_result.message_count == 0

    return check


async def test_many_events_are_one_group_and_each_counts_once(start, bus, eventually):
    await publish(bus, *range(30))
    grouping = Grouping()
    service = await start(grouping)
    await eventually(applied(service, *range(30)))
    assert await things(service) == {f"S-{n}": 1 for n in range(30)}
    assert max(grouping.sizes) > 1


async def test_single_event_is_taken_at_once_and_those_that_arrive_meanwhile_together(
    start, bus, eventually
):
    grouping = Grouping()
    service = await start(grouping, group_size=10)
    await publish(bus, 0)  # the first of all is taken cautiously
    await eventually(applied(service, 0))
    grouping.stalls_on = "S-1"
    await publish(bus, 1)
    await eventually(grouping.stalled.is_set)
    await publish(bus, *range(2, 12))
    await eventually(all_delivered(bus))
    grouping.released.set()
    await eventually(applied(service, *range(12)))
    assert grouping.sizes == [1, 1, 10]


async def test_events_take_effect_in_the_order_in_which_they_came(start, bus, eventually):
    await publish(bus, *range(60))
    grouping = Grouping()
    service = await start(grouping, group_size=7)
    await eventually(applied(service, *range(60)))
    assert grouping.order == [f"S-{n}" for n in range(60)]
    assert len(grouping.sizes) > 60 / 7


async def test_a_body_of_many_frames_arrives_whole(start, bus, eventually):
    service = await start(Grouping())
    await publish(bus, 0)
    await publish(bus, 1, text="é" * 100_000)
    await publish(bus, 2)
    await bus.publish(HAPPENED, b"x" * 300_000, subject="S-3", id="too large")
    await publish(bus, 4)
    await eventually(applied(service, 0, 1, 2, 4))
    await eventually(parked(service, "too large"))


async def test_one_failing_event_leaves_the_others_of_its_group_unharmed(start, bus, eventually):
    await publish(bus, *range(10))
    await publish(bus, 10, explodes=True)
    await publish(bus, *range(11, 30))
    service = await start(Grouping(), attempts=1)
    await eventually(applied(service, *range(10), *range(11, 30)))
    await eventually(parked(service, "event-10"))
    assert await things(service) == {f"S-{n}": 1 for n in range(30) if n != 10}


async def test_copies_in_one_group_count_once_and_an_id_used_again_is_parked(
    start, bus, eventually
):
    same = {"id": "same", "time": "2026-11-02T09:12:00Z", "subject": "S-0"}
    await publish(bus, 1)
    for number in (1, 1, 2, 1):
        await bus.publish(HAPPENED, {"number": number}, **same)
    await publish(bus, 2)
    service = await start(Grouping())
    await eventually(applied(service, 1, 2))
    for number in (1, 3):
        await bus.publish(HAPPENED, {"number": number}, **same)
    await publish(bus, 3)
    await eventually(applied(service, 3))
    assert await things(service) == {"S-0": 1, "S-1": 1, "S-2": 1, "S-3": 1}

    async def reused() -> list[str]:
        return [row.reasons[0]["code"] for row in await rows(service) if row.state == "parked"]

    async def both_are_parked() -> bool:
        return await reused() == ["id-reused", "id-reused"]

    await eventually(both_are_parked)


async def test_what_cannot_be_read_is_parked_from_the_midst_of_a_group(start, bus, eventually):
    await publish(bus, *range(5))
    await bus.publish(HAPPENED, b"{", subject="S-5", id="bad")
    await publish(bus, *range(5, 10))
    service = await start(Grouping())
    await eventually(applied(service, *range(10)))
    await eventually(parked(service, "bad"))


async def test_what_a_stopped_writer_had_not_committed_is_taken_by_the_next(start, bus, eventually):
    first, second = Grouping(), Grouping()
    first.stalls_on = "S-7"
    async with AsyncExitStack() as stack:
        await start(first, stack)
        await publish(bus, *range(20))
        await eventually(first.stalled.is_set)
    service = await start(second)
    await eventually(applied(service, *range(20)))
    assert await things(service) == {f"S-{n}": 1 for n in range(20)}


async def test_when_the_one_writer_loses_its_connection_the_standby_takes_over(
    start, bus, eventually, vhost
):
    writers = [Grouping(), Grouping()]
    services = [await start(writer) for writer in writers]
    await publish(bus, 0)
    await eventually(applied(services[0], 0))
    await publish(bus, *range(1, 20))
    await eventually(applied(services[0], *range(20)))
    vhost.cut("reporting")
    await publish(bus, *range(20, 40))
    await eventually(applied(services[0], *range(40)))
    assert await things(services[0]) == {f"S-{n}": 1 for n in range(40)}


async def test_each_counts_once_where_the_connection_dies_between_a_commit_and_its_ack(
    start, bus, eventually, vhost
):
    grouping = Grouping()
    service = await start(grouping, group_size=5)
    await publish(bus, 0)
    await eventually(applied(service, 0))
    grouping.stalls_on = "S-3"
    await publish(bus, *range(1, 20))
    await eventually(grouping.stalled.is_set)
    vhost.cut("reporting")
    grouping.released.set()
    await eventually(applied(service, *range(20)))
    assert await things(service) == {f"S-{n}": 1 for n in range(20)}


async def test_a_consumer_that_the_broker_cancels_consumes_again(start, bus, eventually, vhost):
    service = await start(Grouping())
    await publish(bus, 0)
    await eventually(applied(service, 0))
    vhost.broker.http("DELETE", f"/api/queues/{vhost.name}/reporting.inbox")
    vhost.broker.http("POST", "/api/definitions", json=definitions(PASSWORDS, vhost=vhost.name))
    await publish(bus, 1)
    await eventually(applied(service, 1))


async def test_a_redelivered_bad_message_is_parked_once(start, bus, eventually, vhost):
    first = Grouping()
    first.stalls_on = "S-1"
    async with AsyncExitStack() as stack:
        await start(first, stack)
        await publish(bus, 0)
        await bus.publish(HAPPENED, b"{", subject="S-5", id="bad")
        await publish(bus, 1)
        await eventually(first.stalled.is_set)
    service = await start(Grouping())
    await eventually(applied(service, 0, 1))
    await eventually(parked(service, "bad"))
    assert [row.event_id for row in await rows(service) if row.state == "parked"] == ["bad"]
    assert orjson.dumps(await states(service))
