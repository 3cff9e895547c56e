"""What a client library hands over, as a delivery of ours."""

from dataclasses import replace
from typing import Any

from aio_pika.abc import AbstractIncomingMessage
from aiormq.abc import DeliveredMessage

from chassis.contracts.event import Delivery


def of_aio_pika(message: AbstractIncomingMessage) -> Delivery:
    """The delivery in a message of aio-pika, which has its properties on itself."""
    return _delivery(message, message)


def of_aiormq(message: DeliveredMessage) -> Delivery:
    """The delivery in a message of the library beneath it."""
    return _delivery(message, message.header.properties)


def of_dead(message: AbstractIncomingMessage) -> Delivery:
    """What the broker dead-lettered, under the routing key that it had in the inbox.

    Only here is the broker's word for it heard: in the inbox a publisher could forge it.
    """
    headers: Any = message.headers
    try:
        routing_key = str(headers["x-death"][0]["routing-keys"][0])
    except (TypeError, LookupError):
        routing_key = str(headers.get("ce-type", ""))
    return replace(of_aio_pika(message), routing_key=routing_key)


def _delivery(message: Any, properties: Any) -> Delivery:
    """Without the headers that the broker adds: they change with each delivery."""
    headers = (properties.headers or {}).items()
    return Delivery(
        message.routing_key or "",
        {name: value for name, value in headers if not name.startswith("x-")},
        properties.content_type,
        message.body,
        bool(message.redelivered),
    )
