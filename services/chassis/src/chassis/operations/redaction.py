"""Shows a kept event: its attributes whole, its data without the texts and numbers in it."""

from typing import Any

import orjson

from chassis.contracts.confidential import is_open
from chassis.contracts.event import Delivery
from chassis.contracts.identity import attributes_in
from chassis.storage.encryption import Bodies
from chassis.storage.tables import InboxRow

MASK = "…"
NOT_JSON = "not JSON"
STRUCTURED = "application/cloudevents"
DATA = ("data", "data_base64")


def masked(value: Any, *, wholly: bool = False) -> Any:
    """The shape of a payload: its fields stay, every text and number is hidden.

    `wholly` hides lengths too: "high" and "medium" differ in them.
    """
    if isinstance(value, dict):
        return {key: masked(inner, wholly=wholly) for key, inner in value.items()}
    if isinstance(value, list):
        return [masked(inner, wholly=wholly) for inner in value]
    if wholly:
        return MASK
    if value is None or isinstance(value, bool):
        return value
    return f"{MASK} ({len(value)} characters)" if isinstance(value, str) else MASK


def kept_body(row: InboxRow, key: str) -> dict[str, Any] | None:
    """The kept message of an event, its data masked; None where no body is kept."""
    if row.body is None:
        return None
    try:
        delivery = Bodies(key).open(row.body)
    except ValueError as error:
        return {"unreadable": str(error)}
    named = attributes_in(delivery.headers)
    attributes, data = _parts(delivery, {name: value for name, (_, value) in named.items()})
    wholly = not is_open(row.event_type, {})
    return {
        "routing_key": delivery.routing_key,
        "content_type": delivery.content_type,
        "bytes": len(delivery.body),
        "attributes": attributes,
        "other_headers": sorted(set(delivery.headers) - {header for header, _ in named.values()}),
        "data": data if data is NOT_JSON else masked(data, wholly=wholly),
    }


def _parts(delivery: Delivery, attributes: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """The attributes and the data; a structured event has both in its body."""
    try:
        body = orjson.loads(delivery.body)
    except orjson.JSONDecodeError:
        return attributes, NOT_JSON
    if not isinstance(body, dict) or not (delivery.content_type or "").startswith(STRUCTURED):
        return attributes, body
    own = {name: value for name, value in body.items() if name not in DATA}
    return attributes | own, body.get("data")
