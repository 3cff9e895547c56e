"""An envelope's attributes, checked for what the CloudEvents SDK lets pass."""

import re
from datetime import datetime
from typing import Any

from chassis.contracts.strict_json import BadPayload

REQUIRED = ("id", "source", "specversion", "type", "subject", "time", "datacontenttype")
MOST_VERSION = 2**31 - 1  # what the stores keep
MOST_CHARACTERS = 250
ONE_LINE = re.compile(rf"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{{1,{MOST_CHARACTERS}}}")
TOO_DEEP = "\x00nested too deeply"  # in place of a header that the reader of AMQP gave up
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)


def check_attributes(attributes: dict[str, Any]) -> None:
    """Raises BadPayload where one is absent or malformed; a time may have been read already."""
    missing = [name for name in REQUIRED if attributes.get(name) in (None, "")]
    if missing:
        raise BadPayload("missing-attribute", f"The attribute {missing[0]} is missing: send it.")
    if not _plainly_fine(attributes):
        for name, value in attributes.items():
            _check_attribute(name, value)


def check_headers(headers: dict[str, Any]) -> None:
    """Raises BadPayload where the reader of AMQP gave up a header, whichever it was."""
    if TOO_DEEP in headers.values():
        text = "A header is nested too deeply: send at most 16 levels."
        raise BadPayload("malformed-attribute", text)


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
    if not isinstance(value, str) or not ONE_LINE.fullmatch(value):
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


def check_routing(routing_key: str, event_type: str, source: str) -> None:
    """A type is its routing key, and its context is its publisher's own."""
    if event_type != routing_key:
        raise BadPayload(
            "type-is-not-routing-key", "The attribute type must equal the routing key."
        )
    context = ".".join(routing_key.split(".")[:2]).replace(".", ":")
    if source != f"urn:{context}" and not source.startswith(f"urn:{context}:"):
        text = f"The attribute source must be urn:{context}, or begin with that and a colon."
        raise BadPayload("foreign-source", text)


def read_time(value: Any) -> datetime:
    """A header's time; a timestamp of the protocol's own is none, it has no offset."""
    _check_attribute("time", value if isinstance(value, str) else "")
    return datetime.fromisoformat(value.upper())


def read_version(value: str | None) -> int | None:
    """The aggregate's version, where the event says one."""
    if value is None:
        return None
    if not value.isdecimal() or not 1 <= int(value) <= MOST_VERSION:
        raise BadPayload("malformed-attribute", "The attribute aggregateversion must be positive.")
    return int(value)
