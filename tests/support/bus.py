"""Speaking and listening on a test's vhost, as another council system or as the operator."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import aio_pika
import orjson
from aio_pika.abc import AbstractIncomingMessage

from chassis.messaging import topology
from support.broker import Vhost
from support.polling import PATIENCE

Message = AbstractIncomingMessage


def context_of(event_type: str) -> str:
    """The system that owns a type: the second word."""
    return event_type.split(".")[1]


def event_headers(event_type: str, **attributes: str | None) -> dict[str, str]:
    """CloudEvents attributes as binary mode carries them; None leaves one out."""
    headers = {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "type": event_type,
        "source": f"urn:council:{context_of(event_type)}",
        "time": datetime.now(UTC).isoformat(),
        **attributes,
    }
    return {f"ce-{name}": value for name, value in headers.items() if value is not None}


class Heard(list[Message]):
    """The events that a listener collected so far, oldest first."""

    def of(self, event_type: str) -> list[Message]:
        """Those of one type."""
        return [message for message in self if message.routing_key == event_type]

    def data(self, event_type: str) -> list[dict[str, Any]]:
        """The data objects of one type."""
        return [orjson.loads(message.body) for message in self.of(event_type)]


class Bus:
    """Publishes as the system that a type belongs to; connections close with the test."""

    def __init__(self, vhost: Vhost) -> None:
        self.vhost = vhost
        self._connections: dict[str, aio_pika.abc.AbstractConnection] = {}
        self._channels: dict[str, aio_pika.abc.AbstractChannel] = {}
        self._rejections: set[str | None] = set()

    async def publish(
        self,
        event_type: str,
        data: Mapping[str, Any] | bytes,
        *,
        user: str | None = None,
        routing_key: str | None = None,
        headers: Mapping[str, Any] | None = None,
        content_type: str = "application/json",
        **attributes: str | None,
    ) -> str:
        """Publishes one event in binary mode and waits for the confirm; returns its ce-id."""
        made = dict(headers) if headers is not None else event_headers(event_type, **attributes)
        body = data if isinstance(data, bytes) else orjson.dumps(data)
        message = aio_pika.Message(
            body,
            headers=made,
            content_type=content_type,
            message_id=str(made.get("ce-id", "")) or None,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        channel = await self.channel(user or context_of(event_type))
        exchange = await channel.get_exchange(topology.EVENTS, ensure=False)
        await exchange.publish(message, routing_key=routing_key or event_type, timeout=PATIENCE)
        return str(made.get("ce-id", ""))

    async def listen(self, *patterns: str) -> Heard:
        """Collects events from now on, as the operator; all of them without a pattern."""
        heard = Heard()
        channel = await self.channel("operator")
        queue = await channel.declare_queue(exclusive=True)
        for pattern in patterns or ("#",):
            await queue.bind(topology.EVENTS, pattern)

        async def keep(message: Message) -> None:
            heard.append(message)

        await queue.consume(keep, no_ack=True)
        return heard

    async def rejections(self, system: str) -> list[dict[str, Any]]:
        """Empties a system's own queue of rejections, with the system's own credentials.

        Delivery is at least once: a rejection that came before is left out.
        """
        channel = await self.channel(system)
        queue = await channel.get_queue(topology.rejected_queue(system), ensure=False)
        found = []
        while message := await queue.get(no_ack=True, fail=False):
            if message.message_id not in self._rejections:
                self._rejections.add(message.message_id)
                found.append(orjson.loads(message.body))
        return found

    async def channel(self, user: str) -> aio_pika.abc.AbstractChannel:
        """One channel per user, made again after the broker closed it."""
        channel = self._channels.get(user)
        if channel is None or channel.is_closed:
            connection = await aio_pika.connect(self.vhost.url(user))
            self._connections[user] = connection
            channel = self._channels[user] = await connection.channel()
        return channel

    async def close(self) -> None:
        """Says goodbye on every connection."""
        for connection in self._connections.values():
            await connection.close()
