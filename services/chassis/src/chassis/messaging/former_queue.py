"""After an upgrade: empties the queue `council.unrouted`, in which earlier releases kept events."""

from collections.abc import Awaitable, Callable

import aio_pika
import structlog
from aio_pika.exceptions import ChannelNotFoundEntity

from chassis.contracts.event import Delivery
from chassis.messaging.reconnect import Backoff, close_within
from chassis.messaging.subscription import CONNECT_SECONDS, delivery_of
from chassis.messaging.topology import UNROUTED

EMPTY_PASSES = 3  # while another service looks through the queue, it appears to be empty
log = structlog.get_logger()


async def empty_former_queue(
    amqp_url: str, process: Callable[[Delivery], Awaitable[object | None]]
) -> None:
    """Give each message to `process` until none is left; ends at once where there is no queue.

    `process` returns None for what another service parks: that message stays in the queue.
    """
    backoff, empty = Backoff(1.0, 60.0), 0
    while empty < EMPTY_PASSES:
        try:
            empty = 0 if await _look_through(amqp_url, process) else empty + 1
        except ChannelNotFoundEntity:
            return
        except Exception as error:  # noqa: BLE001 - broker or database are down: try again
            log.warning("the former queue is not empty yet", error=type(error).__name__)
        await backoff.wait()


async def _look_through(
    amqp_url: str, process: Callable[[Delivery], Awaitable[object | None]]
) -> int:
    """How many messages there were; those that are not acknowledged go back at the end."""
    connection = await aio_pika.connect(amqp_url, timeout=CONNECT_SECONDS)
    try:
        queue = await (await connection.channel()).declare_queue(UNROUTED, passive=True)
        number = queue.declaration_result.message_count or 0
        for _ in range(number):
            message = await queue.get(fail=False)
            if message is not None and await process(delivery_of(message)) is not None:
                await message.ack()
        return number
    finally:
        await close_within(CONNECT_SECONDS, connection.close())
