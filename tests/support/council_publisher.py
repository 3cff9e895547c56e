"""Another council system that publishes until it has the confirm, with the same id each time."""

import asyncio
import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import aio_pika

from chassis.messaging.topology import EVENTS

Said = tuple[str, str, dict[str, Any]]  # type, subject, data
TIMEOUT = 30.0
AGAIN_AFTER = 0.5


class Publisher:
    """Publishes as one system over whatever connection there is at the moment."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def publish(self, events: Sequence[Said]) -> None:
        """Returns when the broker has confirmed each of them, however often it died meanwhile."""
        waiting = {str(uuid.uuid4()): event for event in events}
        while waiting:
            try:
                await self._publish(waiting)
            except (OSError, aio_pika.exceptions.AMQPError, asyncio.CancelledError):
                if asyncio.current_task().cancelling():  # type: ignore[union-attr]
                    raise
                await asyncio.sleep(AGAIN_AFTER)

    async def _publish(self, waiting: dict[str, Said]) -> None:
        connection = await aio_pika.connect(self._url, timeout=TIMEOUT)
        try:
            channel = await connection.channel()
            exchange = await channel.get_exchange(EVENTS, ensure=False)
            for event_id, event in list(waiting.items()):
                message = _message(event_id, *event)
                await exchange.publish(message, routing_key=event[0], timeout=TIMEOUT)
                del waiting[event_id]
        finally:
            async with asyncio.timeout(TIMEOUT):
                await connection.close()


def _message(
    event_id: str, event_type: str, subject: str, data: dict[str, Any]
) -> aio_pika.Message:
    headers = {
        "ce-id": event_id,
        "ce-source": f"urn:council:{event_type.split('.')[1]}",
        "ce-specversion": "1.0",
        "ce-type": event_type,
        "ce-subject": subject,
        "ce-time": datetime.now(UTC).isoformat(),
    }
    return aio_pika.Message(
        json.dumps(data).encode(),
        headers=headers,
        content_type="application/json",
        message_id=event_id,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
    )
