"""What has arrived and nobody has taken yet: the queue in front of a group."""

import asyncio
from collections.abc import Sequence

import aio_pika
import aiormq
import aiormq.abc

Message = aiormq.abc.DeliveredMessage
TURNS = 10  # of the event loop, in which a message gets from the socket to us


class Arrivals:
    """One consumer on a channel of its own, its deliveries kept until somebody takes them."""

    def __init__(
        self, connection: aio_pika.abc.AbstractConnection, queue: str, prefetch: int
    ) -> None:
        self._connection, self._queue, self._prefetch = connection, queue, prefetch
        self._arrived: asyncio.Queue[Message | None] = asyncio.Queue()

    async def __aenter__(self) -> "Arrivals":
        self._wrapper = await self._connection.channel(publisher_confirms=False)
        channel = await self._wrapper.get_underlay_channel()
        assert isinstance(channel, aiormq.Channel)  # noqa: S101 - its abstract class lacks callbacks
        self._channel = channel
        self._channel.on_consumer_cancel_callbacks.add(self._lost)
        self._wrapper.close_callbacks.add(self._lost)
        self._connection.close_callbacks.add(self._lost)
        await self._channel.basic_qos(prefetch_count=self._prefetch)
        consuming = await self._channel.basic_consume(self._queue, self._arrive)
        self._tag = consuming.consumer_tag or ""
        return self

    async def __aexit__(self, *_: object) -> None:
        self._connection.close_callbacks.discard(self._lost)
        if not self._wrapper.is_closed:
            await self._wrapper.close()

    async def _arrive(self, message: Message) -> None:
        self._arrived.put_nowait(message)

    def _lost(self, *_: object) -> None:
        self._arrived.put_nowait(None)

    async def some(self, most: int) -> list[Message]:
        """At least one, at most `most`; ConnectionError where the channel is gone."""
        messages = [await self._arrived.get()]
        while len(messages) < most and await self._is_there():
            messages.append(self._arrived.get_nowait())
        taken = [message for message in messages if message is not None]
        if len(taken) < len(messages):
            raise ConnectionError("the channel is gone")
        return taken

    async def _is_there(self) -> bool:
        """What lies in the socket has arrived too: the library gets its turns to hand it over."""
        for _ in range(TURNS):
            if not self._arrived.empty():
                return True
            await asyncio.sleep(0)
        return False

    async def cancel(self) -> None:
        """Nothing more arrives; what did can still be acknowledged."""
        await self._channel.basic_cancel(self._tag)

    async def ack(self, messages: Sequence[Message]) -> None:
        """One ack up to the last of these."""
        tag = max(message.delivery_tag or 0 for message in messages)
        await self._channel.basic_ack(tag, multiple=True, wait=False)
