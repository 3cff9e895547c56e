"""Publishes on the bus as another council system."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Self

import aio_pika
from aio_pika.abc import AbstractExchange

from attain.errors import AttainError
from attain.publish.events import Outgoing
from chassis.messaging import topology
from chassis.telemetry import end_send, start_send, start_tracing

CONFIRM_SECONDS = 10.0


@contextmanager
def traced(system: str, data_dir: Path) -> Iterator[None]:
    """Record the system's spans beside the services': a trace begins with its publisher."""
    telemetry = start_tracing(system, data_dir=data_dir, instance="attain")
    try:
        yield
    finally:
        telemetry.shutdown()


class RefusedByBrokerError(AttainError):
    """The broker refused an event of this system."""


class NoAnswerError(AttainError):
    """The broker is down or frozen."""


class Publisher:
    """One system's connection; every publish waits for the broker's confirm."""

    def __init__(self, exchange: AbstractExchange) -> None:
        self._exchange = exchange

    @classmethod
    @asynccontextmanager
    async def connected(cls, url: str) -> AsyncIterator[Self]:
        """Connected with one system's address, until the block ends. Raises NoAnswerError."""
        try:
            opening = await aio_pika.connect(url, timeout=CONFIRM_SECONDS)
        except OSError as error:  # a timeout is one
            raise NoAnswerError(
                "The broker does not answer, so nothing was published. See `attain status`."
            ) from error
        async with opening as connection:
            channel = await connection.channel()
            yield cls(await channel.get_exchange(topology.EVENTS, ensure=False))

    async def send(self, event: Outgoing) -> None:
        """Publish, and return when the broker has confirmed it.

        Raises NoAnswerError, RefusedByBrokerError.
        """
        span, traceparent, _ = start_send(
            event.type,
            message_id=event.id,
            body_size=len(event.body),
            traceparent=None,
            source=event.source,
            subject=event.subject,
        )
        message = aio_pika.Message(
            event.body,
            headers={**event.headers, **({"traceparent": traceparent} if traceparent else {})},
            content_type=event.content_type,
            message_id=event.id,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await self._exchange.publish(message, routing_key=event.type)
        except TimeoutError as error:
            end_send(span, error)
            raise NoAnswerError(
                f"The broker did not confirm {event.type} {event.id}. Publish it again with the "
                "same id: a repeat changes nothing. See `attain status`."
            ) from error
        except aio_pika.exceptions.AMQPError as error:
            end_send(span, error)
            raise RefusedByBrokerError(f"The broker refused {event.type}: {error}") from error
        end_send(span)
