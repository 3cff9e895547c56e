"""Events in, first step: a delivery is read as CloudEvents 1.0, binary or structured, and checked.

The CloudEvents SDK reads both modes. The checks here are those that the SDK lacks.
"""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from chassis.contracts.attributes import Found, checked, from_headers, from_object, valid_trace
from chassis.contracts.event import TOO_DEEP, UNREADABLE, Delivery, Event, InvalidEvent, Reason
from chassis.contracts.identity import content_hash, identify, key_of
from chassis.contracts.strict_json import BadPayload, read_json

MAX_AHEAD = timedelta(minutes=5)
MAX_VERSION = 2**31 - 1  # the largest number that the stores' columns hold

_MARKERS = {
    TOO_DEEP: "A header is nested too deeply: send at most 16 levels.",
    UNREADABLE: "The message's headers cannot be decoded: send headers as AMQP 0-9-1 defines them.",
}


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
    """The SDK's event, whose attributes are checked here: the SDK accepts looser forms."""
    for marker, text in _MARKERS.items():
        if marker in delivery.headers.values():
            raise BadPayload("malformed-attribute", text)
    found = from_headers(delivery.headers, delivery.content_type)
    message = RabbitMQMessage({}, delivery.content_type, delivery.body)
    event = from_rabbitmq(message, _FORMAT, partial(_with_attributes, found))
    assert isinstance(event, CloudEvent)  # noqa: S101 - _made has made it
    return event


class _StrictJson(JSONFormat):
    """The SDK's JSON format, with the strict reader in place of json.loads."""

    def read(self, event_factory: Any, data: str | bytes) -> CloudEvent:
        whole = read_json(data.encode() if isinstance(data, str) else data)
        if not isinstance(whole, dict):
            raise BadPayload("not-an-object", "A structured event must be a JSON object.")
        payload = whole.pop("data", None)
        return _made(from_object(whole), payload)

    def read_data(self, body: bytes, datacontenttype: str | None) -> Any:
        return read_json(body)


_FORMAT = _StrictJson()


def _with_attributes(found: Found, _: dict[str, Any], data: Any) -> CloudEvent:
    """In binary mode the SDK passes on the data; it knows one of the three prefixes of headers."""
    return _made(found, data)


def _made(found: Found, data: Any) -> CloudEvent:
    attributes = checked(found)
    if not isinstance(data, dict):
        raise BadPayload("not-an-object", "The data must be a JSON object.")
    return CloudEvent(attributes, data)


def _event(delivery: Delivery, event: CloudEvent, now: datetime) -> Event:
    attributes, data = event.get_attributes(), event.get_data()
    _check_routing(delivery.routing_key, attributes["type"], attributes["source"])
    time = attributes["time"].astimezone(UTC)
    if time > now + MAX_AHEAD:
        text = "The attribute time is more than 5 minutes in the future."
        raise BadPayload("in-the-future", text)
    assert isinstance(data, dict)  # noqa: S101 - _checked has made sure
    traceparent, tracestate = _trace(attributes, delivery)
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
        traceparent=traceparent,
        tracestate=tracestate,
        size=len(delivery.body),
        key=key_of(attributes["source"], attributes["id"]),
        content_hash=content_hash(attributes, data),
    )


def _trace(attributes: dict[str, Any], delivery: Delivery) -> tuple[str | None, str | None]:
    """The event's own trace, else that of the message's plain headers."""
    given = attributes.get("traceparent"), attributes.get("tracestate")
    if given[0] is None:
        plain = {name.lower(): value for name, value in delivery.headers.items()}
        given = plain.get("traceparent"), plain.get("tracestate")
    return valid_trace(*given)


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
