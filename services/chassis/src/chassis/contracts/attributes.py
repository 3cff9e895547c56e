"""The CloudEvents attributes of a delivery: found in its headers or its body, then checked."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from chassis.contracts.formats import INSTANT, is_leap_second
from chassis.contracts.identity import MAX_CHARACTERS, ONE_LINE, PREFIX, TRACE, attributes_in
from chassis.contracts.strict_json import BadPayload

JSON = "application/json"
REQUIRED = ("id", "source", "specversion", "type", "subject", "time", "datacontenttype")
MAX_TRACESTATE = 512  # characters that W3C Trace Context asks everybody to pass on
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_TRACESTATE = re.compile(rf"[\x20-\x7e]{{1,{MAX_TRACESTATE}}}")


class Found(NamedTuple):
    """The attributes that a delivery gives, and how a sentence names each of them."""

    values: dict[str, Any]
    places: Mapping[str, str]

    def name(self, attribute: str) -> str:
        """The attribute with the place where its publisher finds it."""
        place = self.places.get(attribute, self.places.get("*", "").format(attribute))
        return f"The attribute {attribute}{place}"


def from_headers(headers: Mapping[str, Any], content_type: str | None) -> Found:
    """Binary mode: a header each, the media type in the message's content type."""
    named = attributes_in(headers)
    values = {name: value for name, (_, value) in named.items() if value is not None}
    places = {name: f" (header {header})" for name, (header, _) in named.items()}
    values["datacontenttype"] = content_type
    places |= {"datacontenttype": " (the message's content type)", "*": f" (header {PREFIX}{{}})"}
    return Found(values, places)


def from_object(members: Mapping[str, Any]) -> Found:
    """Structured mode: null means absent, and without a media type the data is JSON."""
    values = {name: value for name, value in members.items() if value is not None}
    return Found({"datacontenttype": JSON} | values, {})


def checked(found: Found) -> dict[str, Any]:
    """The attributes as texts, `time` as an instant; raises BadPayload, which names the wrong one.

    A trace is an aid: where it is malformed it is left out, and the event is read.
    """
    values = _without_bad_trace({name: _text(value) for name, value in found.values.items()})
    for name in REQUIRED:
        if values.get(name) in (None, ""):
            raise BadPayload("missing-attribute", f"{found.name(name)} is missing: send it.")
    for name, value in values.items():
        if name not in TRACE:
            _check_line(found, name, value)
    if values["datacontenttype"].split(";")[0].strip().lower() != JSON:
        text = f"{found.name('datacontenttype')} must be {JSON}."
        raise BadPayload("wrong-media-type", text)
    return values | {"time": _instant(found.name("time"), values["time"])}


def valid_trace(traceparent: Any, tracestate: Any) -> tuple[str | None, str | None]:
    """The trace of a message; a tracestate counts only beside a valid traceparent."""
    if not isinstance(traceparent, str) or not _TRACEPARENT.fullmatch(traceparent):
        return None, None
    has_state = isinstance(tracestate, str) and _TRACESTATE.fullmatch(tracestate)
    return traceparent, tracestate if has_state else None


def _without_bad_trace(values: dict[str, Any]) -> dict[str, Any]:
    given = (values.pop("traceparent", None), values.pop("tracestate", None))
    trace = zip(TRACE, valid_trace(*given), strict=True)
    return values | {name: value for name, value in trace if value is not None}


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _check_line(found: Found, name: str, value: Any) -> None:
    if not isinstance(value, str) or not ONE_LINE.fullmatch(value):
        text = f"must be one line of text of at most {MAX_CHARACTERS} characters"
        text = f"{found.name(name)} {text}, without invisible characters."
        raise BadPayload("malformed-attribute", text)


def _instant(name: str, value: str) -> datetime:
    if not INSTANT.fullmatch(value):
        text = f"{name} must be an RFC 3339 time with an offset."
    elif is_leap_second(value):
        text = f"{name} is in a leap second: send the second before or after it."
    else:
        try:
            return datetime.fromisoformat(value.upper())
        except ValueError:
            text = f"{name} is not a time that exists."
    raise BadPayload("malformed-attribute", text)
