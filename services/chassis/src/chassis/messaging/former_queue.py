"""After an upgrade: empties the queues in which earlier releases kept events."""

import asyncio
from collections.abc import Awaitable, Callable

import aio_pika
import structlog
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import ChannelNotFoundEntity

from chassis.contracts.event import Delivery
from chassis.messaging import topology
from chassis.messaging.reconnect import Backoff, close_within, ended
from chassis.messaging.subscription import CONNECT_SECONDS, delivery_of

log = structlog.get_logger()


async def empty_former_queue(
    amqp_url: str, queue: str, process: Callable[[Delivery], Awaitable[object | None]]
) -> None:
    """Give each message to `process` for as long as the queue exists; looks each minute at least.

    `process` returns None for what another service parks: that message stays in the queue.
    """
    backoff = Backoff(1.0, 60.0)
    while True:
        looking = await ended(_look_through(amqp_url, queue, process))
        error = asyncio.CancelledError() if looking.cancelled() else looking.exception()
        if isinstance(error, ChannelNotFoundEntity):
            return
        if error:  # broker or database are down: try again
            log.warning("a former queue is not empty yet", queue=queue, error=type(error).__name__)
        elif looking.result():
            log.info("a queue of an earlier release held messages", queue=queue)
            backoff.reset()
        await backoff.wait()


async def unbind_former_queues(amqp_url: str) -> None:
    """Let nothing more into the queues of earlier releases; takes the operator's permissions."""
    connection = await aio_pika.connect(amqp_url, timeout=CONNECT_SECONDS)
    try:
        for queue, exchange, routing_keys in _former_bindings():
            await _unbind(connection, queue, exchange, routing_keys)
    finally:
        await close_within(CONNECT_SECONDS, connection.close())


def _former_bindings() -> list[tuple[str, str, list[str]]]:
    former = [(topology.UNROUTED, topology.UNROUTED, [""])]
    for service, types in topology.handled_types().items():
        if service not in topology.SINGLE_WRITERS:
            former.append((topology.inbox_queue(service), topology.EVENTS, types))
            rejections = [each for each in types if topology.is_rejection(each)]
            queue = f"{topology.inbox_queue(service)}.{topology.OWN}"  # held them too
            former.append((queue, topology.EVENTS, rejections))
    return former


async def _unbind(
    connection: AbstractConnection, queue: str, exchange: str, routing_keys: list[str]
) -> None:
    channel = await connection.channel()
    try:
        former = await channel.get_queue(queue, ensure=True)
    except ChannelNotFoundEntity:
        return
    for routing_key in routing_keys:
        await former.unbind(exchange, routing_key)
    await channel.close()


async def _look_through(
    amqp_url: str, name: str, process: Callable[[Delivery], Awaitable[object | None]]
) -> int:
    """How many messages had an outcome; those that are not acknowledged go back at the end."""
    connection = await aio_pika.connect(amqp_url, timeout=CONNECT_SECONDS)
    try:
        queue = await (await connection.channel()).declare_queue(name, passive=True)
        done = 0
        for _ in range(queue.declaration_result.message_count or 0):
            message = await queue.get(fail=False)
            if message is not None and await process(delivery_of(message)) is not None:
                await message.ack()
                done += 1
        return done
    finally:
        await close_within(CONNECT_SECONDS, connection.close())
