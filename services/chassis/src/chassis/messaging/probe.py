"""Asking the broker for real: a passive declare under a timeout, on a connection of its own."""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

import aio_pika
from aio_pika.abc import AbstractConnection, AbstractExchange
from aio_pika.exceptions import ChannelNotFoundEntity

from chassis.messaging.reconnect import close_within
from chassis.messaging.topology import EVENTS, REJECTIONS

SECONDS = 5.0


class QueueState(NamedTuple):
    """What a queue holds and how many consume it, at the moment of the answer."""

    messages: int
    consumers: int


class TopologyMissing(RuntimeError):  # noqa: N818 - it says what is missing
    """The broker lacks something that the definitions declare."""


class BrokerProbe:
    """Asks about queues; connects when first asked and again after a failure."""

    def __init__(self, amqp_url: str) -> None:
        self._url = amqp_url
        self._connection: AbstractConnection | None = None
        self._lock = asyncio.Lock()

    async def queue(self, name: str) -> QueueState:
        """The queue's state; raises TimeoutError, ConnectionError or an AMQP error."""
        async with self._lock, asyncio.timeout(SECONDS):
            channel = await (await self._connected()).channel()
            try:
                declared = (await channel.declare_queue(name, passive=True)).declaration_result
                return QueueState(declared.message_count or 0, declared.consumer_count or 0)
            finally:
                await channel.close()

    async def verify(self, queues: Iterable[str]) -> None:
        """Raises TopologyMissing, which names what is not there and what to load."""
        await self._demand("exchange", EVENTS)
        await self._demand("exchange", REJECTIONS)
        for queue in queues:
            await self._demand("queue", queue)

    async def _demand(self, kind: str, name: str) -> None:
        async with self._lock, asyncio.timeout(SECONDS):
            channel = await (await self._connected()).channel()
            try:
                if kind == "queue":
                    await channel.declare_queue(name, passive=True)
                else:
                    _: AbstractExchange = await channel.get_exchange(name, ensure=True)
                await channel.close()
            except ChannelNotFoundEntity:
                raise TopologyMissing(
                    f"The broker has no {kind} {name}: load deploy/rabbitmq/definitions.json."
                ) from None

    async def _connected(self) -> AbstractConnection:
        # `is_closed` stays false when the broker is killed
        if self._connection is None or not self._connection.connected.is_set():
            self._connection = await aio_pika.connect(self._url, timeout=SECONDS)
        return self._connection

    async def close(self) -> None:
        """Closes the connection, if there is one."""
        if self._connection is not None:
            await close_within(SECONDS, self._connection.close())
