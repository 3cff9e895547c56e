"""Each message has the broker's confirm, or an error that says whose fault it is."""

import asyncio

import pytest

from chassis.messaging.publisher import (
    DisconnectedError,
    Message,
    Publisher,
    RefusedError,
    UnsendableError,
)
from chassis.messaging.topology import EVENTS

TYPE = "council.schools.school.registered.v1"
FORBIDDEN = "council.finance.payment.made.v1"


@pytest.fixture
async def publisher(vhost):
    async with Publisher(vhost.url("schools"), timeout=5) as opened:
        await opened.open_channel()
        yield opened


def message(number: int, **other: object) -> Message:
    headers = {"ce-id": str(number), "ce-type": TYPE}
    given = {
        "exchange": EVENTS,
        "routing_key": TYPE,
        "message_id": str(number),
        "headers": headers,
        "body": b"{}",
    }
    return Message(**{**given, **other})


async def errors(publisher: Publisher, *messages: Message) -> list[type[BaseException] | None]:
    publishing = (publisher.publish(each) for each in messages)
    answers = await asyncio.gather(*publishing, return_exceptions=True)
    return [type(answer) if answer else None for answer in answers]


async def test_messages_under_way_together_are_confirmed_and_arrive_in_order(
    publisher, bus, eventually
):
    heard = await bus.listen(TYPE)
    assert set(await errors(publisher, *(message(n) for n in range(600)))) == {None}
    await eventually(lambda: len(heard) == 600)
    assert [each.message_id for each in heard] == [str(number) for number in range(600)]


async def test_published_message_is_persistent_json(publisher, bus, eventually):
    heard = await bus.listen(TYPE)
    await publisher.publish(message(1))
    await eventually(lambda: heard)
    assert (heard[0].delivery_mode, heard[0].content_type) == (2, "application/json")
    assert heard[0].headers == {"ce-id": "1", "ce-type": TYPE}


async def test_body_longer_than_a_frame_arrives_whole(publisher, bus, eventually):
    heard = await bus.listen(TYPE)
    body = b'"' + b"x" * 250_000 + b'"'
    await publisher.publish(message(1, body=body))
    await eventually(lambda: heard)
    assert heard[0].body == body


async def test_message_that_no_frame_can_hold_fails_alone(publisher, bus, eventually):
    heard = await bus.listen(TYPE)
    long, odd = "x" * 300, {"no": object()}
    batch = [message(1), message(2, routing_key=long), message(3, headers=odd), message(4)]
    accented = message(5, routing_key="é" * 200)  # 200 letters are 400 bytes
    found = await errors(publisher, *batch, accented, message(6))
    assert found == [None, UnsendableError, UnsendableError, None, UnsendableError, None]
    await eventually(lambda: [each.message_id for each in heard] == ["1", "4", "6"])


async def test_forbidden_type_is_refused_and_closes_the_channel_for_all(publisher):
    with pytest.raises(RefusedError, match="ChannelAccessRefused"):
        await publisher.publish(message(1, routing_key=FORBIDDEN))
    assert not publisher.is_open
    await publisher.open_channel()
    await publisher.publish(message(2))


async def test_missing_exchange_is_no_fault_of_the_message(vhost):
    async with Publisher(vhost.url("operator"), timeout=5) as publisher:
        await publisher.open_channel()
        with pytest.raises(DisconnectedError, match="ChannelNotFoundEntity"):
            await publisher.publish(message(1, exchange="council.missing"))


async def test_connection_that_is_cut_fails_what_is_under_way(publisher, vhost):
    await publisher.publish(message(1))
    cutting = asyncio.create_task(asyncio.to_thread(vhost.cut, "schools"))

    async def publish_on_and_on():
        while True:
            await publisher.publish(message(2))

    with pytest.raises(DisconnectedError):
        await publish_on_and_on()
    await cutting


async def test_cancelled_publisher_is_cancelled(publisher):
    publishing = asyncio.create_task(publisher.publish(message(1)))
    await asyncio.sleep(0)
    publishing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await publishing
