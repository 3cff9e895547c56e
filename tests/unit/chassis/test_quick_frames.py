"""Frames read quickly are the library's own, however the socket cuts them."""

import asyncio
from datetime import UTC, datetime

import pytest
from aiormq.exceptions import AMQPConnectionError, InvalidFrameError, ProtocolSyntaxError
from pamqp import commands, frame
from pamqp.body import ContentBody
from pamqp.header import ContentHeader
from pamqp.heartbeat import Heartbeat

from chassis.messaging.quick_frames import QuickReceiver

EVERY_PROPERTY = commands.Basic.Properties(
    content_type="application/json",
    content_encoding="utf-8",
    headers={
        "ce-id": "événement",
        "x-death": [{"count": 2}],
        "n": 5,
        "at": None,
        "b": bytearray(b"\xff"),
    },
    delivery_mode=2,
    priority=3,
    correlation_id="c",
    reply_to="r",
    expiration="100",
    message_id="m",
    timestamp=datetime(2026, 11, 2, 9, 12, tzinfo=UTC),
    message_type="t",
    user_id="u",
    app_id="a",
)
FRAMES = [
    (commands.Basic.Deliver("tag", 2**40, True, "council.events", "council.x.y.z.v1"), 3),
    (ContentHeader(0, 70_000, EVERY_PROPERTY), 3),
    (ContentBody(b"x" * 70_000), 3),
    (Heartbeat(), 0),
    (commands.Basic.Deliver("tag", 1, False, "", ""), 3),
    (ContentHeader(0, 2, commands.Basic.Properties()), 3),
    (ContentBody(b"{}"), 3),
    (commands.Basic.Ack(7, True), 4),
]
BYTES = b"".join(frame.marshal(each, channel) for each, channel in FRAMES)


async def read(*pieces: bytes) -> list[tuple[int, frame.FrameTypes]]:
    """What comes of these pieces before the connection ends."""
    reader = asyncio.StreamReader()
    receiver, found = QuickReceiver(reader), []

    async def send() -> None:
        for piece in pieces:
            reader.feed_data(piece)
            await asyncio.sleep(0)
        reader.feed_eof()

    sending = asyncio.create_task(send())
    try:
        async for size, channel, each in receiver:
            found.append((size, channel, each))
    except AMQPConnectionError:
        assert reader.at_eof()  # it ended while we waited for more
    await sending
    return found


def plain(each: frame.FrameTypes) -> object:
    """A frame's values, to compare."""
    if isinstance(each, ContentHeader):
        names = commands.Basic.Properties.__slots__
        values = {name: getattr(each.properties, name) for name in names}
        return (each.class_id, each.weight, each.body_size, values)
    if isinstance(each, ContentBody):
        return each.value
    return (type(each), [getattr(each, name) for name in getattr(each, "__slots__", ())])


def by_the_library() -> list[tuple[int, int, object]]:
    """The same bytes, decoded by pamqp alone."""
    left, found = BYTES, []
    while left:
        size, channel, each = frame.unmarshal(left)
        found.append((size, channel, plain(each)))
        left = left[size:]
    return found


@pytest.mark.parametrize("size", [1, 7, 8, 100, 4_096, len(BYTES)])
async def test_frames_are_the_librarys_own_wherever_the_socket_cuts_them(size):
    pieces = [BYTES[start : start + size] for start in range(0, len(BYTES), size)]
    found = await read(*pieces)
    assert [(size, channel, plain(each)) for size, channel, each in found] == by_the_library()


async def test_what_is_no_frame_ends_the_connection_with_an_error():
    deliver = bytearray(frame.marshal(FRAMES[0][0], 3))
    deliver[-1] = 0
    with pytest.raises(InvalidFrameError):
        await read(bytes(deliver))
    cut_short = frame._marshal(2, 3, b"\x00\x3c\x00\x00")
    with pytest.raises(InvalidFrameError):
        await read(cut_short)
    unknown = frame._marshal(1, 3, b"\xff\xff\xff\xff")
    with pytest.raises(InvalidFrameError):
        await read(unknown)


async def test_a_broker_of_another_protocol_is_named():
    with pytest.raises(ProtocolSyntaxError):
        await read(b"AMQP\x00\x00\x09\x01")


async def test_the_end_is_told_from_a_connection_that_breaks():
    reader = asyncio.StreamReader()
    reader.feed_data(BYTES)
    reader.feed_eof()
    assert len([each async for each in QuickReceiver(reader)]) == len(FRAMES)
    broken = asyncio.StreamReader()
    broken.feed_data(BYTES[:20])
    broken.feed_eof()
    with pytest.raises(AMQPConnectionError):
        await QuickReceiver(broken).get_frame()
