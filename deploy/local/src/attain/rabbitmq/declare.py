"""Declares the topology over AMQP, on a broker that somebody else runs."""

import aio_pika

from chassis.messaging import definitions
from chassis.messaging.former_queue import unbind_former_queues


async def declare(url: str) -> None:
    """Declare exchanges, queues and bindings; users and permissions belong to that broker."""
    async with await aio_pika.connect(url, timeout=20) as connection:
        channel = await connection.channel()
        for exchange in definitions.exchanges():
            await channel.declare_exchange(
                exchange["name"], exchange["type"], durable=True, arguments=exchange["arguments"]
            )
        for queue in definitions.queues():
            await channel.declare_queue(queue["name"], durable=True, arguments=queue["arguments"])
        for binding in definitions.bindings():
            bound = await channel.get_queue(binding["destination"], ensure=False)
            await bound.bind(binding["source"], binding["routing_key"])
    await unbind_former_queues(url)
