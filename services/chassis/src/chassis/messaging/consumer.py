"""Events in, one by one: each message is acknowledged once it has its outcome."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aio_pika.abc import AbstractIncomingMessage
from faststream.rabbit.annotations import RabbitMessage

from chassis.contracts.event import Delivery
from chassis.contracts.texts import visible
from chassis.messaging.reconnect import Backoff, Outage, run_for_ever
from chassis.messaging.subscription import Subscription, consume_cautiously, delivery_of

Probe = Callable[[], Awaitable[bool]]


class Consumer:
    """Hands each message of a queue to `process`; up to `prefetch` of them at a time.

    Where `process` fails something is down: consuming stops, every message without an outcome
    goes back to the broker once, and it goes on, with backoff, when `probe` succeeds.
    """

    def __init__(
        self,
        amqp_url: str,
        queue: str,
        process: Callable[[Delivery], Awaitable[object]],
        *,
        probe: Probe,
        prefetch: int = 1,
        read: Callable[[AbstractIncomingMessage], Delivery] = delivery_of,
    ) -> None:
        self._url, self._queue, self._prefetch = amqp_url, queue, prefetch
        self._process, self._probe, self._read = process, probe, read

    async def run(self) -> None:
        """Consume until cancelled."""
        await run_for_ever(f"consumer of {self._queue}", self._serve)

    async def _serve(self, backoff: Backoff) -> None:
        if not await self._probe():
            raise Outage("the database takes no write")
        if self._prefetch > 1:
            await consume_cautiously(self._url, self._queue, self._process_one)
        async with Subscription(
            self._url, self._queue, self._prefetch, self._process_and_ack
        ) as subscription:
            backoff.reset()
            await subscription.until(asyncio.get_running_loop().create_future())

    async def _process_one(self, message: AbstractIncomingMessage) -> None:
        await self._process(self._read(message))

    async def _process_and_ack(self, message: RabbitMessage) -> None:
        await self._process_one(message.raw_message)
        await message.ack()


def dead_lettered(message: AbstractIncomingMessage) -> Delivery:
    """What the broker moved to the parked queue, with the routing key that it had in the inbox.

    Only there are the broker's headers believed: in the inbox a publisher could forge them.
    """
    headers: Any = message.headers
    try:
        routing_key = str(headers["x-death"][0]["routing-keys"][0])
    except (TypeError, LookupError):
        routing_key = str(headers.get("ce-type", ""))
    return replace(delivery_of(message), routing_key=visible(routing_key))
