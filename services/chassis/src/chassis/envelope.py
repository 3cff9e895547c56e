"""Turning a delivery into an event: CloudEvents 1.0, binary or structured, and checked."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import orjson
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from chassis.outcomes import Reason
from chassis.payload import BadPayload, read_json

REQUIRED = ("id", "source", "specversion", "type", "subject", "time", "datacontenttype")
STRUCTURED = "application/cloudevents"
MOST_AHEAD = timedelta(minutes=5)
MOST_VERSION = 2**63 - 1  # what the stores keep
MOST_CHARACTERS = 250
_ONE_LINE = re.compile(rf"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{{1,{MOST_CHARACTERS}}}")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as the broker handed it over, or as it was kept."""

    routing_key: str
    headers: dict[str, Any]
    content_type: str | None
    body: bytes
    redelivered: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One event, its envelope checked; `data` is what its schema still has to judge."""

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    data: dict[str, Any]
    aggregate_version: int | None = None
    correlation_id: str | None = None
    causation_id: str | None = None
    traceparent: str | None = None
    tracestate: str | None = None
    size: int = 0
    key: str = field(default="", compare=False)
    content_hash: str = field(default="", compare=False)

    @property
    def context(self) -> str:
        """The system that owns the type: the second word of it."""
        return self.type.split(".")[1]


class Unreadable(Exception):  # noqa: N818 - it is an answer, not an error
    """The delivery is not an event that we can read; says why, and who it is where it can."""

    def __init__(self, reasons: list[Reason], delivery: Delivery, identity: "Identity") -> None:
        self.reasons, self.delivery, self.identity = reasons, delivery, identity
        super().__init__(", ".join(reason.code for reason in reasons))


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a delivery that could not be read; `key` is always there."""

    key: str
    content_hash: str
    id: str | None
    source: str | None


class _StrictJson(JSONFormat):
    """The SDK's JSON format with our reader of bodies in place of json.loads."""

    def read(self, event_factory: Any, data: str | bytes) -> CloudEvent:
        whole = read_json(data.encode() if isinstance(data, str) else data)
        if not isinstance(whole, dict):
            raise BadPayload("not-an-object", "A structured event must be a JSON object.")
        payload = whole.pop("data", None)
        return _checked_event({name: _text(value) for name, value in whole.items()}, payload)

    def read_data(self, body: bytes, datacontenttype: str | None) -> Any:
        return read_json(body)


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _of_headers(time: datetime | None, attributes: dict[str, Any], data: Any) -> CloudEvent:
    """In binary mode: with the time that was read already."""
    return _checked_event({**attributes, "time": time}, data)


def _checked_event(attributes: dict[str, Any], data: Any) -> CloudEvent:
    """What the SDK lets pass: absent attributes, loose times, other media types, no object."""
    missing = [name for name in REQUIRED if attributes.get(name) in (None, "")]
    if missing:
        raise BadPayload("missing-attribute", f"The attribute {missing[0]} is missing: send it.")
    if not _plainly_fine(attributes):
        for name, value in attributes.items():
            _check_attribute(name, value)
    if not isinstance(data, dict):
        raise BadPayload("not-an-object", "The data must be a JSON object.")
    if isinstance(attributes["time"], str):
        attributes["time"] = datetime.fromisoformat(attributes["time"].upper())
    return CloudEvent(attributes, data)


def _plainly_fine(attributes: dict[str, Any]) -> bool:
    """What nearly every event is, seen at once; of another each attribute is looked at."""
    texts = [value for value in attributes.values() if type(value) is str]
    return (
        len(texts) == len(attributes) - 1
        and isinstance(attributes["time"], datetime)
        and attributes["time"].tzinfo is not None
        and attributes["datacontenttype"] == "application/json"
        and all(texts)
        and max(map(len, texts)) <= MOST_CHARACTERS
        and "".join(texts).isprintable()
    )


def _check_attribute(name: str, value: Any) -> None:
    if name == "time" and isinstance(value, datetime) and value.tzinfo:
        return
    if not isinstance(value, str) or not _ONE_LINE.fullmatch(value):
        text = f"The attribute {name} must be one line of text of at most 250 characters."
        raise BadPayload("malformed-attribute", text)
    if name == "time" and not _RFC3339.fullmatch(value):
        text = "The attribute time must be an RFC 3339 time with an offset."
        raise BadPayload("malformed-attribute", text)
    media = value.split(";")[0].strip().lower()
    if name == "datacontenttype" and media != "application/json":
        raise BadPayload(
            "wrong-media-type", "The attribute datacontenttype must be application/json."
        )


def _read_time(value: Any) -> datetime:
    """A header's time; a timestamp of the protocol's own is none, it has no offset."""
    _check_attribute("time", value if isinstance(value, str) else "")
    return datetime.fromisoformat(value.upper())


def read_event(delivery: Delivery, *, now: datetime) -> Event:
    """The event in a delivery; raises Unreadable with each reason and the remedy."""
    try:
        event = _parse(delivery)
        return _event(delivery, event, now)
    except BadPayload as bad:
        reason = Reason(bad.code, bad.message)
    except CloudEventValidationError as bad:
        names = ", ".join(sorted(bad.errors))
        reason = Reason("malformed-attribute", f"Missing or malformed attributes: {names}.")
    except (ValueError, TypeError, OverflowError):
        reason = Reason("malformed-attribute", "The attribute time is not a time that exists.")
    raise Unreadable([reason], delivery, identify(delivery))


def _parse(delivery: Delivery) -> CloudEvent:
    headers = {
        name.lower(): value if type(value) is str else _text(value)
        for name, value in delivery.headers.items()
    }
    time = headers.pop("ce-time", None)  # the SDK takes looser forms, and ten times as long
    if time is not None:
        time = _read_time(time)
    message = RabbitMQMessage(headers, delivery.content_type, delivery.body)
    event = from_rabbitmq(message, _FORMAT, partial(_of_headers, time))
    assert isinstance(event, CloudEvent)  # noqa: S101 - the factory is ours
    return event


def _event(delivery: Delivery, event: CloudEvent, now: datetime) -> Event:
    attributes, data = event.get_attributes(), event.get_data()
    _check_routing(delivery.routing_key, attributes["type"], attributes["source"])
    time = attributes["time"].astimezone(UTC)
    if time > now + MOST_AHEAD:
        raise BadPayload("in-the-future", "The attribute time lies more than 5 minutes ahead.")
    assert isinstance(data, dict)  # noqa: S101 - checked when it was read
    traceparent = attributes.get("traceparent") or delivery.headers.get("traceparent")
    traced = isinstance(traceparent, str) and _TRACEPARENT.fullmatch(traceparent)
    return Event(
        id=attributes["id"],
        source=attributes["source"],
        type=attributes["type"],
        subject=attributes["subject"],
        time=time,
        data=data,
        aggregate_version=_version(attributes.get("aggregateversion")),
        correlation_id=attributes.get("correlationid"),
        causation_id=attributes.get("causationid"),
        traceparent=traceparent if traced else None,
        tracestate=attributes.get("tracestate") if traced else None,
        size=len(delivery.body),
        key=key_of(attributes["source"], attributes["id"]),
        content_hash=_content_hash(attributes, data),
    )


def _check_routing(routing_key: str, event_type: str, source: str) -> None:
    if event_type != routing_key:
        raise BadPayload(
            "type-is-not-routing-key", "The attribute type must equal the routing key."
        )
    context = ".".join(routing_key.split(".")[:2]).replace(".", ":")
    if source != f"urn:{context}" and not source.startswith(f"urn:{context}:"):
        text = f"The attribute source must be urn:{context}, or begin with that and a colon."
        raise BadPayload("foreign-source", text)


def _version(value: str | None) -> int | None:
    if value is None:
        return None
    if not value.isdecimal() or not 1 <= int(value) <= MOST_VERSION:
        raise BadPayload("malformed-attribute", "The attribute aggregateversion must be positive.")
    return int(value)


def key_of(source: str, event_id: str) -> str:
    """The inbox key of an identity."""
    return hashlib.sha256(f"{source}\n{event_id}".encode()).hexdigest()


def _content_hash(attributes: dict[str, Any], data: dict[str, Any]) -> str:
    """The same event sent again, in either mode and under another trace, has the same hash."""
    instant = attributes["time"].timestamp()
    envelope = f"{attributes['type']}\n{attributes['subject']}\n{instant}\n".encode()
    body = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(envelope + body).hexdigest()


def identify(delivery: Delivery) -> Identity:
    """What can be said of a delivery that could not be read."""
    headers = {name.lower(): value for name, value in delivery.headers.items()}
    event_id, source = headers.get("ce-id"), headers.get("ce-source")
    if (delivery.content_type or "").lower().startswith(STRUCTURED):
        event_id, source = _structured_identity(delivery)
    raw = repr(sorted((name, str(value)) for name, value in headers.items())).encode()
    content_hash = hashlib.sha256(raw + b"\n" + delivery.body).hexdigest()
    usable = all(isinstance(v, str) and _ONE_LINE.fullmatch(v) for v in (event_id, source))
    if not usable:
        return Identity(content_hash, content_hash, None, None)
    return Identity(key_of(str(source), str(event_id)), content_hash, str(event_id), str(source))


def _structured_identity(delivery: Delivery) -> tuple[Any, Any]:
    try:
        whole = orjson.loads(delivery.body[: 1 << 20])
    except ValueError:
        return None, None
    return (whole.get("id"), whole.get("source")) if isinstance(whole, dict) else (None, None)


_FORMAT = _StrictJson()
