"""Events in, in batches: one transaction for the messages that wait, then an ack for each."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from aio_pika.abc import AbstractIncomingMessage
from faststream.rabbit.annotations import RabbitMessage

from chassis.contracts.event import Delivery
from chassis.messaging.consumer import Probe
from chassis.messaging.reconnect import Backoff, Outage, run_for_ever
from chassis.messaging.subscription import Subscription, consume_cautiously, delivery_of


class BatchConsumer:
    """Hands the messages of a queue to `process_batch`, at most `size` at a time.

    A single message is handed over at once; those that arrive meanwhile are the next batch. Where
    `process_batch` fails something is down: the messages go back to the broker once, and it goes
    on, with backoff, when `probe` succeeds.
    """

    def __init__(
        self,
        amqp_url: str,
        queue: str,
        process_batch: Callable[[Sequence[Delivery]], Awaitable[None]],
        *,
        probe: Probe,
        size: int,
    ) -> None:
        self._url, self._queue, self._size = amqp_url, queue, size
        self._process_batch, self._probe = process_batch, probe

    async def run(self) -> None:
        """Consume until cancelled; a batch under way is rolled back and goes back to the broker."""
        await run_for_ever(f"consumer of {self._queue}", self._serve)

    async def _serve(self, backoff: Backoff) -> None:
        if not await self._probe():
            raise Outage("the database takes no write")
        await consume_cautiously(self._url, self._queue, self._process_one)
        waiting: asyncio.Queue[RabbitMessage] = asyncio.Queue()
        async with Subscription(
            self._url, self._queue, 2 * self._size, waiting.put
        ) as subscription:
            backoff.reset()
            while True:
                first = await subscription.until(asyncio.ensure_future(waiting.get()))
                await self._process_and_ack([first, *self._others(waiting)])

    def _others(self, waiting: "asyncio.Queue[RabbitMessage]") -> list[RabbitMessage]:
        return [waiting.get_nowait() for _ in range(min(waiting.qsize(), self._size - 1))]

    async def _process_one(self, message: AbstractIncomingMessage) -> None:
        await self._process_batch([delivery_of(message)])

    async def _process_and_ack(self, messages: Sequence[RabbitMessage]) -> None:
        """Never `ack(multiple=True)`: a lower tag may not be in this batch."""
        await self._process_batch([delivery_of(message.raw_message) for message in messages])
        for message in messages:
            await message.ack()
