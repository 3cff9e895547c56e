"""Sends events of the outbox again to one queue, with an operator's credentials."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import aio_pika
import orjson
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange
from aio_pika.exceptions import AMQPError, ChannelClosed, ChannelNotFoundEntity
from sqlalchemy import select
from sqlmodel import col

from chassis.contracts.outgoing import trace_headers
from chassis.messaging.topology import EVENTS
from chassis.storage.database import Store
from chassis.storage.tables import OutboxRow

BATCH = 500
SECONDS = 30.0
OPERATOR = "operator"


@dataclass(frozen=True)
class Chosen:
    """Selects sent events."""

    since: datetime
    event_type: str | None = None


def operators_url(service_url: str, service: str, data_dir: Path) -> str | None:
    """The operator's address on the service's own broker, from the stack's credentials.

    An address with another user was set on purpose and is used as it is.
    """
    address = urlsplit(service_url)
    if address.username != service:
        return service_url
    path = data_dir / "credentials.json"
    if not path.exists():
        return None
    password = orjson.loads(path.read_bytes()).get("passwords", {}).get(OPERATOR)
    if password is None:
        return None
    place = address.netloc.rpartition("@")[2]
    return urlunsplit(address._replace(netloc=f"{OPERATOR}:{quote(password, safe='')}@{place}"))


class ResendingError(Exception):
    """Sending failed; the sentence says what the operator can do."""


async def resend(store: Store, amqp_url: str, queue: str, chosen: Chosen) -> int:
    """Publish the chosen events to this queue alone; returns how many the broker confirmed.

    Consumers recognise them by their ids, so each still takes effect once. Raises ResendingError
    when the broker does not answer, refuses, or has no such queue.
    """
    try:
        async with asyncio.timeout(SECONDS):
            connection = await aio_pika.connect(amqp_url, timeout=SECONDS)
        async with connection:
            return await _resend(connection, store, queue, chosen)
    except ChannelNotFoundEntity:
        raise ResendingError(f"The broker has no queue {queue}.") from None
    except ChannelClosed:  # 403: the client's public names have no class of its own for it
        raise ResendingError("The broker refused. Use the operator's user and password.") from None
    except (OSError, AMQPError) as error:
        raise ResendingError(f"The broker does not answer ({type(error).__name__}).") from None


async def _resend(connection: AbstractConnection, store: Store, queue: str, chosen: Chosen) -> int:
    channel = await connection.channel(publisher_confirms=True)
    way = await _way_to(channel, queue)
    sent = 0
    async for rows in _batches(store, chosen):
        async with asyncio.timeout(SECONDS):
            await asyncio.gather(*(_publish(way, row) for row in rows))
        sent += len(rows)
    await way.delete()
    return sent


async def _way_to(channel: AbstractChannel, queue: str) -> AbstractExchange:
    """A temporary exchange, which keeps the routing keys.

    Through the default exchange the routing key would be the queue's name, and a consumer refuses
    an event whose type is not its routing key.
    """
    target = await channel.get_queue(queue, ensure=True)
    name = f"council.replay.{uuid.uuid4()}"
    way = await channel.declare_exchange(name, aio_pika.ExchangeType.FANOUT, auto_delete=True)
    await target.bind(way)
    return way


async def _batches(store: Store, chosen: Chosen) -> AsyncIterator[list[Any]]:
    last = 0
    while True:
        wanted = (
            select(OutboxRow)
            .where(col(OutboxRow.seq) > last, col(OutboxRow.sent_at).is_not(None))
            .where(col(OutboxRow.created_at) >= chosen.since, col(OutboxRow.exchange) == EVENTS)
            .order_by(col(OutboxRow.seq))
            .limit(BATCH)
        )
        if chosen.event_type:
            wanted = wanted.where(col(OutboxRow.event_type) == chosen.event_type)
        async with store.reading() as session:
            rows = list((await session.execute(wanted)).scalars())
        if not rows:
            return
        yield rows
        last = rows[-1].seq or last


async def _publish(way: AbstractExchange, row: OutboxRow) -> None:
    headers = orjson.loads(row.headers)
    trace = trace_headers(headers.get("ce-traceparent"), headers.get("ce-tracestate"))
    message = aio_pika.Message(
        row.body,
        headers=headers | trace,
        content_type="application/json",
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        message_id=row.event_id,
    )
    await way.publish(message, routing_key=row.routing_key)
