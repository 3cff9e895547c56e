"""Listens on the bus as the operator, and keeps every event that it receives."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import aio_pika
import orjson
from aio_pika.abc import AbstractIncomingMessage

from chassis.messaging import topology

CONNECT_SECONDS = 10.0


@dataclass(frozen=True)
class ReceivedEvent:
    """One event as it went over the bus."""

    id: str
    type: str
    subject: str
    traceparent: str | None
    data: dict[str, Any]

    @property
    def trace(self) -> str | None:
        """The id of its trace."""
        return self.traceparent.split("-")[1] if self.traceparent else None


class EventListener:
    """Keeps every event that it receives, and waits for those that are still to come."""

    def __init__(self) -> None:
        self.events: list[ReceivedEvent] = []
        self._received = asyncio.Condition()

    @classmethod
    @asynccontextmanager
    async def listening(cls, url: str, *patterns: str) -> AsyncIterator[Self]:
        """Needs the operator's address: a publisher may not read others' events."""
        listener = cls()
        async with await aio_pika.connect(url, timeout=CONNECT_SECONDS) as connection:
            channel = await connection.channel()
            queue = await channel.declare_queue(exclusive=True)
            for pattern in patterns:
                await queue.bind(topology.EVENTS, pattern)
            await queue.consume(listener._keep, no_ack=True)
            yield listener

    async def first(
        self, wanted: Callable[[ReceivedEvent], bool], *, within: float
    ) -> ReceivedEvent | None:
        """The first event that fits; None if none has come after `within` seconds."""
        checked = 0
        try:
            async with asyncio.timeout(within), self._received:
                while True:
                    for event in self.events[checked:]:
                        if wanted(event):
                            return event
                    checked = len(self.events)
                    await self._received.wait()
        except TimeoutError:
            return None

    async def _keep(self, message: AbstractIncomingMessage) -> None:
        headers = {name.lower(): str(value) for name, value in message.headers.items()}
        async with self._received:
            self.events.append(
                ReceivedEvent(
                    id=headers.get("ce-id", ""),
                    type=message.routing_key or "",
                    subject=headers.get("ce-subject", ""),
                    traceparent=headers.get("ce-traceparent"),
                    data=_data(message.body),
                )
            )
            self._received.notify_all()


def _data(body: bytes) -> dict[str, Any]:
    try:
        document = orjson.loads(body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
