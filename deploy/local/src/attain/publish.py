"""Speaking on the bus as another council system, and hearing what came of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

import aio_pika
import orjson
from aio_pika.abc import AbstractExchange, AbstractIncomingMessage

from attain.messages import Outgoing
from chassis import spans, telemetry, topology

CONFIRM_WITHIN = 10.0
REJECTED = ".event.rejected.v1"


class RefusedByBrokerError(Exception):
    """The broker took an event from nobody, or not from this system."""


class Publisher:
    """One system's connection; every publish waits for the broker's confirm."""

    def __init__(self, exchange: AbstractExchange) -> None:
        self._exchange = exchange

    @classmethod
    @asynccontextmanager
    async def connected(cls, url: str, system: str, data_dir: Path) -> AsyncIterator[Self]:
        """Its spans lie beside the services', so that a trace begins with the publisher."""
        tracing = telemetry.setup(system, data_dir=data_dir, instance="attain")
        try:
            async with await aio_pika.connect(url, timeout=CONFIRM_WITHIN) as connection:
                channel = await connection.channel()
                yield cls(await channel.get_exchange(topology.EVENTS, ensure=False))
        finally:
            tracing.shutdown()

    async def send(self, event: Outgoing) -> None:
        """Returns when the broker has it."""
        span, traceparent, _ = spans.start_send(
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
            async with asyncio.timeout(CONFIRM_WITHIN):
                await self._exchange.publish(message, routing_key=event.type)
        except aio_pika.exceptions.AMQPError as error:
            spans.end_send(span, error)
            raise RefusedByBrokerError(f"The broker refused {event.type}: {error}") from error
        spans.end_send(span)


class Outcomes:
    """Hears the events that our services publish, and finds the one that an event caused."""

    def __init__(self) -> None:
        self._heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.events: list[dict[str, Any]] = []

    @classmethod
    @asynccontextmanager
    async def listening(cls, url: str, patterns: list[str]) -> AsyncIterator[Self]:
        """Needs the operator's address: a publisher may not listen to others."""
        outcomes = cls()
        async with await aio_pika.connect(url, timeout=CONFIRM_WITHIN) as connection:
            channel = await connection.channel()
            queue = await channel.declare_queue(exclusive=True)
            for pattern in patterns:
                await queue.bind(topology.EVENTS, pattern)
            await queue.consume(outcomes._keep, no_ack=True)
            yield outcomes

    async def of(self, event_id: str, within: float) -> dict[str, Any] | None:
        """The first event that names this one as its cause, or its rejection."""
        try:
            async with asyncio.timeout(within):
                return await self._first(event_id)
        except TimeoutError:
            return None

    async def _first(self, event_id: str) -> dict[str, Any]:
        for event in self.events:
            if is_outcome(event, event_id):
                return event
        while True:
            event = await self._heard.get()
            self.events.append(event)
            if is_outcome(event, event_id):
                return event

    async def _keep(self, message: AbstractIncomingMessage) -> None:
        headers = {name.lower(): value for name, value in message.headers.items()}
        self._heard.put_nowait(
            {
                "type": message.routing_key,
                "id": headers.get("ce-id"),
                "subject": headers.get("ce-subject"),
                "causationid": headers.get("ce-causationid"),
                "traceparent": headers.get("ce-traceparent"),
                "data": orjson.loads(message.body),
            }
        )


def is_rejection(event: dict[str, Any]) -> bool:
    """Whether an outcome is a no."""
    return str(event["type"]).endswith(REJECTED)


def is_outcome(event: dict[str, Any], event_id: str) -> bool:
    """Whether one event came of another."""
    if is_rejection(event):
        return bool(event["data"].get("event_id") == event_id)
    return bool(event["causationid"] == event_id)
