"""What has arrived and nobody has taken yet: the queue in front of a group."""

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

import aio_pika
import aiormq

from chassis.messaging.closing import close_within
from chassis.messaging.deliveries import Message, divert

CLOSE_SECONDS = 5.0


class Arrivals:
    """One consumer on a channel of its own, its deliveries kept until somebody takes them."""

    def __init__(
        self, connection: aio_pika.abc.AbstractConnection, queue: str, prefetch: int
    ) -> None:
        self._connection, self._queue, self._prefetch = connection, queue, prefetch
        self._arrived: deque[Message] = deque()
        self._wanted, self._enough = 1, asyncio.Event()
        self._is_lost = False

    async def __aenter__(self) -> "Arrivals":
        self._wrapper = await self._connection.channel(publisher_confirms=False)
        channel = await self._wrapper.get_underlay_channel()
        assert isinstance(channel, aiormq.Channel)  # noqa: S101 - its abstract class lacks callbacks
        self._channel = channel
        self._channel.on_consumer_cancel_callbacks.add(self._lost)
        self._wrapper.close_callbacks.add(self._lost)
        self._connection.close_callbacks.add(self._lost)
        await self._channel.basic_qos(prefetch_count=self._prefetch)
        divert(self._channel, self._arrive)
        consuming = await self._channel.basic_consume(self._queue, _never)
        self._tag = consuming.consumer_tag or ""
        return self

    async def __aexit__(self, *_: object) -> None:
        self._connection.close_callbacks.discard(self._lost)
        if not self._wrapper.is_closed:
            await close_within(CLOSE_SECONDS, self._wrapper.close())

    def _arrive(self, message: Message) -> None:
        self._arrived.append(message)
        if len(self._arrived) >= self._wanted:
            self._enough.set()

    def _lost(self, *_: object) -> None:
        self._is_lost = True
        self._enough.set()

    async def some(self, most: int, *, at: float = 0.0) -> list[Message]:
        """At least one, at most `most`: of fewer it waits for more until this time of the loop's.

        ConnectionError where the channel is gone.
        """
        await self._have(1)
        with suppress(TimeoutError):
            async with asyncio.timeout_at(at):
                await self._have(most)
        return [self._arrived.popleft() for _ in range(min(most, len(self._arrived)))]

    async def _have(self, number: int) -> None:
        self._wanted = number
        while len(self._arrived) < number:
            if self._is_lost:
                raise ConnectionError("the channel is gone")
            self._enough.clear()
            await self._enough.wait()

    async def cancel(self) -> None:
        """Nothing more arrives; what did can still be acknowledged."""
        await self._channel.basic_cancel(self._tag)

    async def ack(self, messages: Sequence[Message]) -> None:
        """One ack up to the last of these."""
        tag = max(message.delivery_tag or 0 for message in messages)
        await self._channel.basic_ack(tag, multiple=True, wait=False)


async def _never(_: Message) -> None:
    """What the library would call for each delivery."""
