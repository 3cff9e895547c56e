"""A batch is published in one write, and yet each message has a fate of its own."""

import asyncio
from collections.abc import AsyncIterator

import aio_pika
import aiormq
import pytest
from aiormq.exceptions import ChannelAccessRefused

from chassis.messaging.publisher import Message, Unsendable, publish
from chassis.messaging.topology import EVENTS

TYPE = "council.schools.school.registered.v1"


@pytest.fixture
async def channel(vhost) -> AsyncIterator[aiormq.Channel]:
    connection = await aio_pika.connect(vhost.url("schools"))
    opened = await connection.channel(publisher_confirms=True)
    yield await opened.get_underlay_channel()
    await connection.close()


def message(number: int, **other: object) -> Message:
    said = {"ce-id": str(number), "ce-type": TYPE}
    given = {
        "exchange": EVENTS,
        "routing_key": TYPE,
        "message_id": str(number),
        "headers": said,
        "body": b"{}",
    }
    return Message(**{**given, **other})


async def failures(confirms) -> list[type[BaseException] | None]:
    async with asyncio.timeout(10):
        await asyncio.wait(confirms)
    return [type(found) if (found := confirm.exception()) else None for confirm in confirms]


async def test_each_message_of_a_batch_is_confirmed_and_arrives_in_its_place(
    channel, bus, eventually
):
    heard = await bus.listen(TYPE)
    for batch in (range(300), range(300, 600)):
        assert set(await failures(await publish(channel, [message(n) for n in batch]))) == {None}
    await eventually(lambda: len(heard) == 600)
    assert [each.message_id for each in heard] == [str(number) for number in range(600)]


async def test_a_body_longer_than_a_frame_arrives_whole(channel, bus, eventually):
    heard = await bus.listen(TYPE)
    body = b'"' + b"x" * 250_000 + b'"'
    assert await failures(await publish(channel, [message(1, body=body)])) == [None]
    await eventually(lambda: heard)
    assert heard[0].body == body


async def test_what_no_frame_can_hold_fails_alone(channel, bus, eventually):
    heard = await bus.listen(TYPE)
    batch = [message(1), message(2, routing_key="x" * 300), message(3, headers={"no": object()})]
    confirms = await publish(channel, [*batch, message(4)])
    assert await failures(confirms) == [None, Unsendable, Unsendable, None]
    await eventually(lambda: [each.message_id for each in heard] == ["1", "4"])


async def test_a_forbidden_type_fails_the_batch_with_the_brokers_reason(channel):
    foreign = message(2, routing_key="council.finance.payment.made.v1")
    found = await failures(await publish(channel, [foreign, message(3)]))
    assert found == [ChannelAccessRefused, ChannelAccessRefused]
    with pytest.raises(aiormq.exceptions.ChannelInvalidStateError):
        await publish(channel, [message(4)])
