"""A message arrives: one consumer of one queue, on a connection of its own, until it is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Self, TypeVar

import structlog
from aio_pika.abc import AbstractIncomingMessage
from faststream import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitQueue
from faststream.rabbit.annotations import RabbitMessage

from chassis.contracts.event import Delivery
from chassis.contracts.texts import visible
from chassis.messaging.reconnect import Outage, close_within

CONNECT_SECONDS = 15.0
DRAIN_SECONDS = 15.0
Take = Callable[[RabbitMessage], Awaitable[None]]
Result = TypeVar("Result")
log = structlog.get_logger()


class Subscription:
    """Consumes a queue while its block runs; then what is in hand ends, and the rest goes back.

    It ends when `take` fails, and when the broker cancels the consumer or closes the channel or
    the connection. Messages that are not acknowledged by then return to the queue, each once.
    """

    def __init__(self, amqp_url: str, queue: str, prefetch: int, take: Take) -> None:
        self._queue = RabbitQueue(queue, declare=False, durable=True, robust=False)
        self._broker = RabbitBroker(
            amqp_url,
            logger=None,
            graceful_timeout=DRAIN_SECONDS,
            apply_types=False,
            default_channel=Channel(prefetch_count=prefetch),
        )
        self._take = take
        self._subscriber = self._broker.subscriber(
            self._queue, ack_policy=AckPolicy.MANUAL, decoder=_as_it_is, no_reply=True
        )
        self._subscriber(self._handle)
        self._ended: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()

    async def __aenter__(self) -> Self:
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await self._watch()
                await self._subscriber.start()
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._close()

    async def until(self, wanted: "asyncio.Future[Result]") -> Result:
        """The result of the future; Outage or ConnectionError where the consumer ends first."""
        either: set[asyncio.Future[Any]] = {wanted, self._ended}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if self._ended.done():
            wanted.cancel()
            raise self._ended.result()
        return wanted.result()

    async def cancel(self) -> None:
        """No further message arrives; those that did can still be acknowledged."""
        await self._subscriber.stop()

    async def _watch(self) -> None:
        """Before it consumes: the broker may cancel a consumer in the moment of its start."""
        connection = await self._broker.connect()
        channel = (await self._broker.declare_queue(self._queue)).channel
        connection.close_callbacks.add(self._lost)
        channel.close_callbacks.add(self._lost)
        (await channel.get_underlay_channel()).on_consumer_cancel_callbacks.add(self._lost)

    def _lost(self, *_: Any) -> None:
        self._end(ConnectionError("the consumer is lost"))

    async def _handle(self, message: RabbitMessage) -> None:
        try:
            await self._take(message)
        except Exception as error:  # noqa: BLE001 - the message goes back, whatever the error
            log.warning("consuming pauses", queue=self._queue.name, error=type(error).__name__)
            self._end(Outage("a message has no outcome"))

    def _end(self, reason: Exception) -> None:
        if not self._ended.done():
            self._ended.set_result(reason)

    async def _close(self) -> None:
        await close_within(2 * DRAIN_SECONDS, self._broker.stop())


async def consume_cautiously(
    amqp_url: str, queue: str, take: Callable[[AbstractIncomingMessage], Awaitable[object]]
) -> None:
    """One message at a time, until the first that is not a redelivery.

    A message that kills the process returns as a redelivery: prefetched beside it, others would
    be counted as failed with it, and end in the parked queue.
    """
    fresh: asyncio.Future[RabbitMessage] = asyncio.get_running_loop().create_future()

    async def take_one(message: RabbitMessage) -> None:
        await take(message.raw_message)
        if message.raw_message.redelivered:
            await message.ack()
        else:
            fresh.set_result(message)

    async with Subscription(amqp_url, queue, 1, take_one) as subscription:
        first = await subscription.until(fresh)
        await subscription.cancel()
        await first.ack()  # after the cancel: an ack before it would fetch another message


def delivery_of(message: AbstractIncomingMessage) -> Delivery:
    """The message as it came, without the headers that the broker adds at each delivery.

    A routing key may hold any byte; a NUL in it no database keeps.
    """
    return Delivery(
        visible(message.routing_key or ""),
        {name: value for name, value in message.headers.items() if not name.startswith("x-")},
        message.content_type,
        message.body,
        bool(message.redelivered),
    )


async def _as_it_is(message: RabbitMessage) -> RabbitMessage:
    """The message itself is handed on: its body is read by contracts, not by FastStream."""
    return message
