"""Who an event is, and whether it is the same again: its key and its content's hash."""

import hashlib
from typing import Any

import orjson

from chassis.contracts.attributes import ONE_LINE
from chassis.contracts.event import Delivery, Identity
from chassis.contracts.outcomes import Reason

STRUCTURED = "application/cloudevents"
MOST_LOOKED_AT = 1 << 20
REUSED = Reason("id-reused", "This id was used for other content: send it with a new id.")
TRACE = frozenset({"traceparent", "tracestate", "ce-traceparent", "ce-tracestate"})


def key_of(source: str, event_id: str) -> str:
    """The inbox key of an identity."""
    return hashlib.sha256(f"{source}\n{event_id}".encode()).hexdigest()


def content_hash(attributes: dict[str, Any], data: dict[str, Any]) -> str:
    """The same event sent again, in either mode and under another trace, has the same hash."""
    instant = attributes["time"].timestamp()
    envelope = f"{attributes['type']}\n{attributes['subject']}\n{instant}\n".encode()
    body = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(envelope + body).hexdigest()


def identify(delivery: Delivery) -> Identity:
    """What can be said of a delivery that could not be read.

    Its key is the hash of what came, not of the source and id that it names: what is forged takes
    nobody's place, and what is sent again once it can be read is taken in.
    """
    headers = {name.lower(): value for name, value in delivery.headers.items()}
    event_id, source = headers.get("ce-id"), headers.get("ce-source")
    if (delivery.content_type or "").lower().startswith(STRUCTURED):
        event_id, source = _structured_identity(delivery)
    whole = _hash_of_all(delivery, headers)
    if not all(isinstance(said, str) and ONE_LINE.fullmatch(said) for said in (event_id, source)):
        return Identity(whole, whole, None, None)
    return Identity(whole, whole, str(event_id), str(source))


def _hash_of_all(delivery: Delivery, headers: dict[str, Any]) -> str:
    """Each sending has a trace of its own: it is no part of what is said."""
    said = sorted((name, str(value)) for name, value in headers.items() if name not in TRACE)
    return hashlib.sha256(repr(said).encode() + b"\n" + delivery.body).hexdigest()


def _structured_identity(delivery: Delivery) -> tuple[Any, Any]:
    try:
        whole = orjson.loads(delivery.body[:MOST_LOOKED_AT])
    except ValueError:
        return None, None
    return (whole.get("id"), whole.get("source")) if isinstance(whole, dict) else (None, None)
