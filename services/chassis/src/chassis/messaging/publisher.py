"""Publishes messages on a connection of its own, each with the broker's confirm."""

import asyncio
import struct
from typing import Any, NamedTuple, Self

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange
from aio_pika.exceptions import ChannelClosed, ChannelNotFoundEntity, DeliveryError

from chassis.messaging.reconnect import close_within

NOT_ENCODABLE = (ValueError, TypeError, struct.error)


class Message(NamedTuple):
    """One persistent JSON message."""

    exchange: str
    routing_key: str
    message_id: str
    headers: dict[str, Any]
    body: bytes


class NotPublishedError(Exception):
    """The broker did not confirm a message; `reason` names the library's error."""

    def __init__(self, cause: BaseException) -> None:
        self.reason = type(cause).__name__
        super().__init__(self.reason)


class QueueFullError(NotPublishedError):
    """A queue did not accept the message. It can be sent again once the queue has room."""


class UnsendableError(NotPublishedError):
    """No frame of the protocol can hold this message. Others are not concerned."""


class RefusedError(NotPublishedError):
    """The broker refuses one of the messages under way, and closed the channel for all."""


class DisconnectedError(NotPublishedError, ConnectionError):
    """The connection or the topology is gone, or the broker did not answer in time."""


class Publisher:
    """A connection, and the channel that is open on it; leaving the context closes both."""

    def __init__(self, url: str, timeout: float) -> None:
        self._url, self._timeout = url, timeout
        self._connection: AbstractConnection
        self._channel: AbstractChannel
        self._exchanges: dict[str, AbstractExchange] = {}

    async def __aenter__(self) -> Self:
        async with asyncio.timeout(self._timeout):
            self._connection = await aio_pika.connect(self._url, timeout=self._timeout)
        return self

    async def __aexit__(self, *_: object) -> None:
        await close_within(self._timeout, self._connection.close())

    async def open_channel(self) -> None:
        """Opens a channel, in the place of one that the broker closed."""
        async with asyncio.timeout(self._timeout):
            self._channel = await self._connection.channel(publisher_confirms=True)
        self._exchanges.clear()

    @property
    def is_open(self) -> bool:
        """Whether the channel can be used."""
        return not self._channel.is_closed

    async def publish(self, message: Message) -> None:
        """Returns once the broker has confirmed; raises a NotPublishedError otherwise.

        It has no timeout: the relay limits the time without any answer. aio-pika's own is not
        used: a frozen broker hung such a call for 18 seconds. A dead connection surfaces as a
        CancelledError that nobody requested.
        """
        try:
            exchange = await self._exchange(message.exchange)
            await exchange.publish(_amqp(message), message.routing_key, mandatory=False)
        except asyncio.CancelledError as error:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise DisconnectedError(error) from error
        except Exception as error:
            raise _named(error) from error

    async def _exchange(self, name: str) -> AbstractExchange:
        if name not in self._exchanges:
            self._exchanges[name] = await self._channel.get_exchange(name, ensure=False)
        return self._exchanges[name]


def _named(error: Exception) -> NotPublishedError:
    """A missing exchange is no fault of the message: the topology is missing for all."""
    if isinstance(error, DeliveryError):
        return QueueFullError(error)
    if isinstance(error, NOT_ENCODABLE):
        return UnsendableError(error)
    if isinstance(error, ChannelClosed) and not isinstance(error, ChannelNotFoundEntity):
        return RefusedError(error)
    return DisconnectedError(error)


def _amqp(message: Message) -> aio_pika.Message:
    return aio_pika.Message(
        message.body,
        headers=message.headers,
        content_type="application/json",
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        message_id=message.message_id,
    )
