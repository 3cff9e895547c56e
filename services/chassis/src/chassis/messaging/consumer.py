"""Events in, one by one: FastStream hands each delivery to the inbox and waits for its fate."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog
from faststream import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitQueue
from faststream.rabbit.annotations import RabbitMessage
from faststream.rabbit.subscriber import RabbitSubscriber

from chassis.inbox.processor import Processor
from chassis.messaging.backoff import Backoff
from chassis.messaging.closing import close_within
from chassis.messaging.raw_messages import of_aio_pika, of_dead
from chassis.messaging.reconnect import Outage, run_for_ever
from chassis.messaging.topology import inbox_queue, parked_queue
from chassis.storage.database import Store

DRAIN_SECONDS = 15.0
log = structlog.get_logger()


class Consumer:
    """Consumes a service's inbox queue and its parked queue.

    After a start it works with prefetch 1 until the first message that is not a redelivery, so
    that a message which kills the process takes no innocents with it. In an outage its
    connection is closed, which hands every message back once, until the store answers.
    """

    def __init__(self, amqp_url: str, processor: Processor, store: Store, prefetch: int) -> None:
        self._url, self._processor = amqp_url, processor
        self._store, self._prefetch = store, prefetch
        self._outage = asyncio.Event()
        self._fresh: asyncio.Queue[RabbitMessage] = asyncio.Queue()

    async def run(self) -> None:
        """Consume until cancelled."""
        await run_for_ever("consumer", lambda backoff: self._serve(backoff, self._consume))

    async def run_parked_only(self) -> None:
        """Only empty the parked queue, beside a consumer that takes groups."""
        await run_for_ever("parked", lambda backoff: self._serve(backoff, self._until_outage))

    async def _serve(
        self, backoff: Backoff, consume: Callable[[RabbitBroker, Backoff], Awaitable[None]]
    ) -> None:
        if not await self._store.probe():
            raise Outage("the database does not answer")
        self._outage.clear()
        self._fresh = asyncio.Queue()
        broker = RabbitBroker(
            self._url, logger=None, graceful_timeout=DRAIN_SECONDS, apply_types=False
        )
        async with asyncio.timeout(DRAIN_SECONDS):
            await broker.connect()
        try:
            parked = parked_queue(self._processor.inbox.service)
            async with self._subscribed(broker, parked, 1, self._park):
                await consume(broker, backoff)
        finally:
            await close_within(DRAIN_SECONDS * 2, broker.stop())

    async def _consume(self, broker: RabbitBroker, backoff: Backoff) -> None:
        queue = inbox_queue(self._processor.inbox.service)
        async with self._subscribed(broker, queue, 1, self._take_cautiously):
            first = await self._first_fresh()
        async with self._subscribed(broker, queue, self._prefetch, self._take):
            backoff.reset()
            await first.ack()  # after the cancel: with prefetch 1 no other message was fetched
            await self._until_outage(broker, backoff)

    async def _until_outage(self, _: RabbitBroker, backoff: Backoff) -> None:
        backoff.reset()
        await self._outage.wait()
        raise Outage("consuming is paused")

    async def _first_fresh(self) -> RabbitMessage:
        fresh = asyncio.ensure_future(self._fresh.get())
        outage = asyncio.ensure_future(self._outage.wait())
        try:
            done, _ = await asyncio.wait({fresh, outage}, return_when=asyncio.FIRST_COMPLETED)
            if fresh not in done:
                raise Outage("consuming is paused")
            return fresh.result()
        finally:
            fresh.cancel()
            outage.cancel()

    @asynccontextmanager
    async def _subscribed(
        self, broker: RabbitBroker, queue: str, prefetch: int, take: Any
    ) -> AsyncIterator[None]:
        """Consume a queue while the block runs; what is being handled then ends first."""
        subscriber = broker.subscriber(
            RabbitQueue(queue, declare=False, durable=True),
            channel=Channel(prefetch_count=prefetch),
            ack_policy=AckPolicy.MANUAL,
            decoder=_as_it_is,
            no_reply=True,
            persistent=False,
        )
        subscriber(take)
        await subscriber.start()
        try:
            await _see_that_it_consumes(subscriber)
            yield
        finally:
            await subscriber.stop()

    async def _take(self, message: RabbitMessage) -> None:
        if await self._fate(message):
            await message.ack()

    async def _take_cautiously(self, message: RabbitMessage) -> None:
        if not await self._fate(message):
            return
        if message.raw_message.redelivered:
            await message.ack()
        else:
            self._fresh.put_nowait(message)

    async def _fate(self, message: RabbitMessage) -> bool:
        """Whether the event has its fate; in an outage the message goes back instead."""
        try:
            await self._processor.process(of_aio_pika(message.raw_message))
        except Exception as error:  # noqa: BLE001 - whichever it is, the message goes back
            log.warning("consuming pauses", error=type(error).__name__)
            self._outage.set()
            await message.nack(requeue=True)
            return False
        return True

    async def _park(self, message: RabbitMessage) -> None:
        """What killed the process again and again is moved into the table unparsed."""
        try:
            await self._processor.park_poison(of_dead(message.raw_message))
        except Exception as error:  # noqa: BLE001 - it stays in the queue, nothing is lost
            log.warning("parking failed", error=type(error).__name__)
            self._outage.set()
            await message.nack(requeue=True)
            return
        await message.ack()


async def _see_that_it_consumes(subscriber: RabbitSubscriber) -> None:
    """A consumer that the broker cancels later is restored by aio-pika, which knows it by now.

    A cancel that came in together with the broker's consent it overlooks: nobody would consume.
    """
    queue, tag = subscriber._queue_obj, subscriber._consumer_tag
    assert queue is not None  # noqa: S101 - the subscriber has started
    channel = await queue.channel.get_underlay_channel()
    if tag not in channel.consumers:  # type: ignore[attr-defined]
        raise Outage("the broker cancelled the consumer at its start")


async def _as_it_is(message: RabbitMessage) -> RabbitMessage:
    """The message itself is handed on: its body is read by the envelope, not by FastStream."""
    return message
