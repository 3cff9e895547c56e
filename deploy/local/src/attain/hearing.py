"""Hearing on the bus, as the operator, what came of what was said."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import aio_pika
import orjson
from aio_pika.abc import AbstractIncomingMessage

from chassis.messaging import topology

CONNECTS_WITHIN = 10.0


@dataclass(frozen=True)
class Heard:
    """One event as it went over the bus."""

    id: str
    type: str
    subject: str
    traceparent: str | None
    data: dict[str, Any]

    @property
    def trace(self) -> str | None:
        """The trace that it belongs to."""
        return self.traceparent.split("-")[1] if self.traceparent else None


class Ear:
    """Remembers every event that it heard, and waits for those that have not come yet."""

    def __init__(self) -> None:
        self.events: list[Heard] = []
        self._news = asyncio.Condition()

    @classmethod
    @asynccontextmanager
    async def listening(cls, url: str, *patterns: str) -> AsyncIterator[Self]:
        """Needs the operator's address: a publisher may not listen to others."""
        ear = cls()
        async with await aio_pika.connect(url, timeout=CONNECTS_WITHIN) as connection:
            channel = await connection.channel()
            queue = await channel.declare_queue(exclusive=True)
            for pattern in patterns:
                await queue.bind(topology.EVENTS, pattern)
            await queue.consume(ear._keep, no_ack=True)
            yield ear

    async def first(self, wanted: Callable[[Heard], bool], *, within: float) -> Heard | None:
        """The first event that fits, heard already or until the time is up."""
        looked = 0
        try:
            async with asyncio.timeout(within), self._news:
                while True:
                    for event in self.events[looked:]:
                        if wanted(event):
                            return event
                    looked = len(self.events)
                    await self._news.wait()
        except TimeoutError:
            return None

    def all_of(self, event_type: str) -> list[Heard]:
        """Every event of one type so far."""
        return [event for event in self.events if event.type == event_type]

    async def _keep(self, message: AbstractIncomingMessage) -> None:
        headers = {name.lower(): str(value) for name, value in message.headers.items()}
        async with self._news:
            self.events.append(
                Heard(
                    id=headers.get("ce-id", ""),
                    type=message.routing_key or "",
                    subject=headers.get("ce-subject", ""),
                    traceparent=headers.get("ce-traceparent"),
                    data=_data(message.body),
                )
            )
            self._news.notify_all()


def _data(body: bytes) -> dict[str, Any]:
    try:
        document = orjson.loads(body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
