"""Shows a kept event without the texts and numbers in it."""

from typing import Any

import orjson

from chassis.contracts.event import Delivery
from chassis.storage.encryption import Bodies
from chassis.storage.tables import InboxRow

MASK = "…"


def masked(value: Any) -> Any:
    """The shape of a payload: its fields stay, every text and number is hidden."""
    if isinstance(value, dict):
        return {key: masked(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [masked(inner) for inner in value]
    if value is None or isinstance(value, bool):
        return value
    return f"{MASK} ({len(value)} characters)" if isinstance(value, str) else MASK


def kept_body(row: InboxRow, key: str) -> dict[str, Any] | None:
    """The kept message of an event, masked; None where no body is kept."""
    if row.body is None:
        return None
    try:
        delivery = Bodies(key).open(row.body)
    except ValueError as error:
        return {"unreadable": str(error)}
    return {
        "routing_key": delivery.routing_key,
        "content_type": delivery.content_type,
        "bytes": len(delivery.body),
        "headers": sorted(delivery.headers),
        "data": _body(delivery),
    }


def _body(delivery: Delivery) -> Any:
    try:
        return masked(orjson.loads(delivery.body))
    except orjson.JSONDecodeError:
        return "not JSON"
