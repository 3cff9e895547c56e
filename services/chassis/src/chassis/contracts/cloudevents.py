"""Events in, first step: a delivery is read as CloudEvents 1.0, binary or structured, and checked.

The CloudEvents SDK reads both modes. The checks here are those that the SDK lacks.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from chassis.contracts.event import TOO_DEEP, Delivery, Event, InvalidEvent, Reason
from chassis.contracts.identity import MAX_CHARACTERS, ONE_LINE, content_hash, identify, key_of
from chassis.contracts.strict_json import BadPayload, read_json

MAX_AHEAD = timedelta(minutes=5)
MAX_VERSION = 2**31 - 1  # the largest number that the stores' columns hold
REQUIRED = ("id", "source", "specversion", "type", "subject", "time", "datacontenttype")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


def parse(delivery: Delivery, *, now: datetime) -> Event:
    """The event in a delivery; raises InvalidEvent with the reason and the remedy."""
    try:
        return _event(delivery, _cloud_event(delivery), now)
    except BadPayload as bad:
        reason = Reason(bad.code, bad.message)
    except CloudEventValidationError as bad:
        names = ", ".join(sorted(bad.errors))
        reason = Reason("malformed-attribute", f"Missing or malformed attributes: {names}.")
    except (ValueError, TypeError, OverflowError):
        reason = Reason("malformed-attribute", "The attribute time is not a time that exists.")
    raise InvalidEvent([reason], delivery, identify(delivery))


def _cloud_event(delivery: Delivery) -> CloudEvent:
    """The SDK's event; the time is read here, because the SDK accepts looser forms."""
    if TOO_DEEP in delivery.headers.values():
        text = "A header is nested too deeply: send at most 16 levels."
        raise BadPayload("malformed-attribute", text)
    headers = {name.lower(): _text(value) for name, value in delivery.headers.items()}
    time = headers.pop("ce-time", None)
    if time is not None:
        time = _read_time(time)
    message = RabbitMQMessage(headers, delivery.content_type, delivery.body)
    event = from_rabbitmq(message, _FORMAT, partial(_with_time, time))
    assert isinstance(event, CloudEvent)  # noqa: S101 - _checked made it
    return event


class _StrictJson(JSONFormat):
    """The SDK's JSON format, with the strict reader in place of json.loads."""

    def read(self, event_factory: Any, data: str | bytes) -> CloudEvent:
        whole = read_json(data.encode() if isinstance(data, str) else data)
        if not isinstance(whole, dict):
            raise BadPayload("not-an-object", "A structured event must be a JSON object.")
        payload = whole.pop("data", None)
        return _checked({name: _text(value) for name, value in whole.items()}, payload)

    def read_data(self, body: bytes, datacontenttype: str | None) -> Any:
        return read_json(body)


_FORMAT = _StrictJson()


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _with_time(time: datetime | None, attributes: dict[str, Any], data: Any) -> CloudEvent:
    return _checked({**attributes, "time": time}, data)


def _checked(attributes: dict[str, Any], data: Any) -> CloudEvent:
    """The SDK's event, if its attributes and its data have the required form."""
    missing = [name for name in REQUIRED if attributes.get(name) in (None, "")]
    if missing:
        raise BadPayload("missing-attribute", f"The attribute {missing[0]} is missing: send it.")
    for name, value in attributes.items():
        if name != "time" or not isinstance(value, datetime):
            _check_line(name, value)
    if not isinstance(attributes["time"], datetime):
        attributes["time"] = _read_time(attributes["time"])
    if attributes["datacontenttype"].split(";")[0].strip().lower() != "application/json":
        text = "The attribute datacontenttype must be application/json."
        raise BadPayload("wrong-media-type", text)
    if not isinstance(data, dict):
        raise BadPayload("not-an-object", "The data must be a JSON object.")
    return CloudEvent(attributes, data)


def _check_line(name: str, value: Any) -> None:
    if not isinstance(value, str) or not ONE_LINE.fullmatch(value):
        text = f"must be one line of text of at most {MAX_CHARACTERS} characters"
        raise BadPayload("malformed-attribute", f"The attribute {name} {text}.")


def _read_time(value: Any) -> datetime:
    """A time with an offset; a timestamp of AMQP is refused, because it has none."""
    _check_line("time", value)
    if not _RFC3339.fullmatch(value):
        text = "The attribute time must be an RFC 3339 time with an offset."
        raise BadPayload("malformed-attribute", text)
    return datetime.fromisoformat(value.upper())


def _event(delivery: Delivery, event: CloudEvent, now: datetime) -> Event:
    attributes, data = event.get_attributes(), event.get_data()
    _check_routing(delivery.routing_key, attributes["type"], attributes["source"])
    time = attributes["time"].astimezone(UTC)
    if time > now + MAX_AHEAD:
        text = "The attribute time is more than 5 minutes in the future."
        raise BadPayload("in-the-future", text)
    assert isinstance(data, dict)  # noqa: S101 - _checked has made sure
    traceparent = attributes.get("traceparent") or delivery.headers.get("traceparent")
    traced = isinstance(traceparent, str) and _TRACEPARENT.fullmatch(traceparent)
    return Event(
        id=attributes["id"],
        source=attributes["source"],
        type=attributes["type"],
        subject=attributes["subject"],
        time=time,
        data=data,
        aggregate_version=_read_version(attributes.get("aggregateversion")),
        correlation_id=attributes.get("correlationid"),
        causation_id=attributes.get("causationid"),
        traceparent=traceparent if traced else None,
        tracestate=attributes.get("tracestate") if traced else None,
        size=len(delivery.body),
        key=key_of(attributes["source"], attributes["id"]),
        content_hash=content_hash(attributes, data),
    )


def _check_routing(routing_key: str, event_type: str, source: str) -> None:
    """The type is the routing key, and the source belongs to the type's context."""
    if event_type != routing_key:
        text = "The attribute type must equal the routing key."
        raise BadPayload("type-is-not-routing-key", text)
    context = ".".join(routing_key.split(".")[:2]).replace(".", ":")
    if source != f"urn:{context}" and not source.startswith(f"urn:{context}:"):
        text = f"The attribute source must be urn:{context}, or begin with that and a colon."
        raise BadPayload("foreign-source", text)


def _read_version(value: str | None) -> int | None:
    if value is None:
        return None
    if not value.isdecimal() or not 1 <= int(value) <= MAX_VERSION:
        raise BadPayload("malformed-attribute", "The attribute aggregateversion must be positive.")
    return int(value)
