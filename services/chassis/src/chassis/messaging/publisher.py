"""Publishing a batch in one write: each message has a confirm of its own, none a task of its own.

aiormq's basic_publish takes a task, a lock and a system call for each message, two thirds of what
a publish costs. Here the confirms are registered with its channel in the way it does that itself,
and the frames of the whole batch are handed to its writer at once.
"""

import asyncio
import struct
from collections.abc import Sequence
from typing import Any, NamedTuple

from aiormq import Channel
from aiormq.abc import ChannelFrame
from pamqp import frame
from pamqp.body import ContentBody
from pamqp.commands import Basic
from pamqp.header import ContentHeader

MOST_KEY_BYTES = 255
Confirm = asyncio.Future[Any]


class Message(NamedTuple):
    """One persistent JSON message."""

    exchange: str
    routing_key: str
    message_id: str
    headers: dict[str, Any]
    body: bytes


class Unsendable(Exception):  # noqa: N818 - it is an answer about one message
    """No frame of the protocol can hold this message; the others are not concerned."""


async def publish(channel: Channel, messages: Sequence[Message]) -> list[Confirm]:
    """Hand the messages over in their order; returns a future for each, done by its confirm.

    It fails with DeliveryError where the broker refuses the message alone, with Unsendable, or
    with the reason for which the channel was closed. Raises where the channel is closed already.
    """
    confirms, payload = [], bytearray()
    async with channel.lock:
        for message in messages:
            confirm = channel.create_future()
            confirms.append(confirm)
            try:
                payload += _marshalled(channel, message)
            except (ValueError, TypeError, struct.error) as error:
                confirm.set_exception(Unsendable(type(error).__name__))
            else:
                channel.delivery_tag += 1
                channel.confirmations[channel.delivery_tag] = confirm
        await channel.write_queue.put(ChannelFrame(payload=bytes(payload), should_close=False))
    return confirms


def _marshalled(channel: Channel, message: Message) -> bytes:
    if len(message.routing_key.encode()) > MOST_KEY_BYTES:
        raise ValueError("the routing key is too long")
    properties = Basic.Properties(
        content_type="application/json",
        delivery_mode=2,
        message_id=message.message_id,
        headers=message.headers,
    )
    body, most = message.body, channel.max_content_size
    frames: list[Basic.Publish | ContentHeader | ContentBody] = [
        Basic.Publish(exchange=message.exchange, routing_key=message.routing_key),
        ContentHeader(body_size=len(body), properties=properties),
        *(ContentBody(body[start : start + most]) for start in range(0, len(body), most)),
    ]
    return b"".join(frame.marshal(each, channel.number) for each in frames)
