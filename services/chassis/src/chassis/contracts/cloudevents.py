"""Turning a delivery into an event: CloudEvents 1.0, binary or structured, and checked."""

import re
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from chassis.contracts.attributes import (
    check_attributes,
    check_headers,
    check_routing,
    read_time,
    read_version,
)
from chassis.contracts.event import Delivery, Event, Unreadable
from chassis.contracts.identity import content_hash, identify, key_of
from chassis.contracts.outcomes import Reason
from chassis.contracts.strict_json import BadPayload, read_json

MOST_AHEAD = timedelta(minutes=5)
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


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
    check_headers(delivery.headers)
    headers = {
        name.lower(): value if type(value) is str else _text(value)
        for name, value in delivery.headers.items()
    }
    time = headers.pop("ce-time", None)  # the SDK takes looser forms, and ten times as long
    if time is not None:
        time = read_time(time)
    message = RabbitMQMessage(headers, delivery.content_type, delivery.body)
    event = from_rabbitmq(message, _FORMAT, partial(_of_headers, time))
    assert isinstance(event, CloudEvent)  # noqa: S101 - the factory is ours
    return event


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


_FORMAT = _StrictJson()


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _of_headers(time: datetime | None, attributes: dict[str, Any], data: Any) -> CloudEvent:
    """In binary mode: with the time that was read already."""
    return _checked_event({**attributes, "time": time}, data)


def _checked_event(attributes: dict[str, Any], data: Any) -> CloudEvent:
    """The SDK's event, after our stricter checks."""
    check_attributes(attributes)
    if not isinstance(data, dict):
        raise BadPayload("not-an-object", "The data must be a JSON object.")
    if isinstance(attributes["time"], str):
        attributes["time"] = datetime.fromisoformat(attributes["time"].upper())
    return CloudEvent(attributes, data)


def _event(delivery: Delivery, event: CloudEvent, now: datetime) -> Event:
    attributes, data = event.get_attributes(), event.get_data()
    check_routing(delivery.routing_key, attributes["type"], attributes["source"])
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
        aggregate_version=read_version(attributes.get("aggregateversion")),
        correlation_id=attributes.get("correlationid"),
        causation_id=attributes.get("causationid"),
        traceparent=traceparent if traced else None,
        tracestate=attributes.get("tracestate") if traced else None,
        size=len(delivery.body),
        key=key_of(attributes["source"], attributes["id"]),
        content_hash=content_hash(attributes, data),
    )
