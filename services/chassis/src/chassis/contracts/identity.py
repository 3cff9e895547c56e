"""How the inbox recognises an event: the key of its source and id, and the hash of its content."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import orjson

from chassis.contracts.event import Delivery, Identity, Reason
from chassis.contracts.texts import CONTROLS, DIRECTIONS

STRUCTURED = "application/cloudevents"
MAX_INSPECTED_BYTES = 1 << 20
MAX_CHARACTERS = 250
ONE_LINE = re.compile(rf"[^{CONTROLS}{DIRECTIONS}]{{1,{MAX_CHARACTERS}}}")
PREFIX = "ce-"  # of the RabbitMQ binding; the others are the AMQP binding's
_PREFIXED = re.compile(rf"({PREFIX}|cloudevents[:_])(.*)", re.DOTALL)
REUSED = Reason("id-reused", "This id was used for other content: send it with a new id.")
TRACE = ("traceparent", "tracestate")


def key_of(source: str, event_id: str) -> str:
    """The inbox key of an identity."""
    return hashlib.sha256(f"{source}\n{event_id}".encode()).hexdigest()


def content_hash(attributes: dict[str, Any], data: dict[str, Any]) -> str:
    """The same event sent again, in either mode and under another trace, has the same hash."""
    instant = attributes["time"].timestamp()
    envelope = f"{attributes['type']}\n{attributes['subject']}\n{instant}\n".encode()
    body = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(envelope + body).hexdigest()


def attributes_in(headers: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    """The header and the value of each CloudEvents attribute; `ce-` counts before the others."""
    found: dict[str, tuple[str, Any]] = {}
    for header, value in headers.items():
        if match := _PREFIXED.match(header.lower()):
            prefix, name = match.groups()
            if prefix == PREFIX or name not in found:
                found[name] = header, value
    return found


def identify(delivery: Delivery) -> Identity:
    """The identity of an invalid event.

    Its key is the hash of the whole delivery, not of the source and id that it names. So a forged
    event cannot take the place of a real one, and a corrected event with the same id is new.
    """
    named = attributes_in(delivery.headers)
    event_id, source = (named.get(name, ("", None))[1] for name in ("id", "source"))
    if (delivery.content_type or "").lower().startswith(STRUCTURED):
        event_id, source = _structured_identity(delivery)
    whole = _hash_of_all(delivery)
    if not all(isinstance(name, str) and ONE_LINE.fullmatch(name) for name in (event_id, source)):
        return Identity(whole, whole, None, None)
    return Identity(whole, whole, str(event_id), str(source))


def _hash_of_all(delivery: Delivery) -> str:
    """Without the trace, which differs each time that the same event is sent."""
    trace = {
        header for name, (header, _) in attributes_in(delivery.headers).items() if name in TRACE
    }
    headers = {name: value for name, value in delivery.headers.items() if name not in trace}
    lower = {name.lower(): value for name, value in headers.items()}
    lasting = sorted((name, str(value)) for name, value in lower.items() if name not in TRACE)
    return hashlib.sha256(repr(lasting).encode() + b"\n" + delivery.body).hexdigest()


def _structured_identity(delivery: Delivery) -> tuple[Any, Any]:
    try:
        whole = orjson.loads(delivery.body[:MAX_INSPECTED_BYTES])
    except ValueError:
        return None, None
    return (whole.get("id"), whole.get("source")) if isinstance(whole, dict) else (None, None)
