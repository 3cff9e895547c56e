"""Shows a kept event: its attributes whole, its data without the texts and numbers in it."""

from typing import Any

import orjson

from chassis.contracts.event import Delivery
from chassis.contracts.identity import attributes_in
from chassis.storage.encryption import Bodies
from chassis.storage.tables import InboxRow

MASK = "…"
STRUCTURED = "application/cloudevents"
DATA = ("data", "data_base64")


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
    """The kept message of an event, its data masked; None where no body is kept."""
    if row.body is None:
        return None
    try:
        delivery = Bodies(key).open(row.body)
    except ValueError as error:
        return {"unreadable": str(error)}
    named = attributes_in(delivery.headers)
    attributes, data = _parts(delivery, {name: value for name, (_, value) in named.items()})
    return {
        "routing_key": delivery.routing_key,
        "content_type": delivery.content_type,
        "bytes": len(delivery.body),
        "attributes": attributes,
        "other_headers": sorted(set(delivery.headers) - {header for header, _ in named.values()}),
        "data": data,
    }


def _parts(delivery: Delivery, attributes: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """The attributes and the masked data; a structured event has both in its body."""
    try:
        body = orjson.loads(delivery.body)
    except orjson.JSONDecodeError:
        return attributes, "not JSON"
    if not isinstance(body, dict) or not (delivery.content_type or "").startswith(STRUCTURED):
        return attributes, masked(body)
    own = {name: value for name, value in body.items() if name not in DATA}
    return attributes | own, masked(body.get("data"))
