"""Filling a queue before a consumer is measured, so that no publisher works beside it."""

import asyncio
from collections.abc import Sequence

import aio_pika
from aiormq.abc import AbstractChannel
from pamqp.commands import Basic

from benchmarks.events import Sample
from chassis.messaging.topology import EVENTS
from support.broker import Vhost

IN_FLIGHT = 500


async def fill(vhost: Vhost, messages: Sequence[Sample]) -> None:
    """Publishes every message and returns when the broker has confirmed them all."""
    connection = await aio_pika.connect(vhost.url("operator"))
    async with connection:
        channel = await (await connection.channel()).get_underlay_channel()
        for start in range(0, len(messages), IN_FLIGHT):
            batch = messages[start : start + IN_FLIGHT]
            await asyncio.gather(*(_publish(channel, message) for message in batch))


async def _publish(channel: AbstractChannel, message: Sample) -> None:
    await channel.basic_publish(
        message.body,
        exchange=EVENTS,
        routing_key=message.event_type,
        properties=properties(message),
    )


def properties(message: Sample) -> Basic.Properties:
    """As our relay publishes it."""
    return Basic.Properties(
        content_type="application/json",
        delivery_mode=2,
        message_id=message.headers["ce-id"],
        headers=message.headers,
    )
