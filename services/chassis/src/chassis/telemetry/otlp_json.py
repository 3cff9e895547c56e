"""Spans as OTLP JSON: one line for each exported batch, which every trace viewer reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from opentelemetry.trace import SpanContext, SpanKind, StatusCode

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan

KINDS = [SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER]
_NUMBERS = {kind: number for number, kind in enumerate(KINDS, start=1)}  # 0 is unspecified


def encode(spans: "Sequence[ReadableSpan]") -> bytes:
    """One line of OTLP JSON; all spans come from the one resource of their provider."""
    resource = {"attributes": _attributes(spans[0].resource.attributes)}
    scope_spans = [{"scope": {"name": "chassis"}, "spans": [_span(span) for span in spans]}]
    line = {"resourceSpans": [{"resource": resource, "scopeSpans": scope_spans}]}
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _span(span: "ReadableSpan") -> dict[str, Any]:
    assert span.context is not None  # noqa: S101 - the SDK gives every span a context
    encoded: dict[str, Any] = {
        **_ids(span.context),
        "name": span.name,
        "kind": _NUMBERS[span.kind],
        "startTimeUnixNano": str(span.start_time),
        "endTimeUnixNano": str(span.end_time),
        "attributes": _attributes(span.attributes),
        "links": [_ids(link.context) for link in span.links],
        "events": [
            {
                "name": event.name,
                "timeUnixNano": str(event.timestamp),
                "attributes": _attributes(event.attributes),
            }
            for event in span.events
        ],
        "status": {"code": span.status.status_code.value},
    }
    if span.parent:
        encoded["parentSpanId"] = f"{span.parent.span_id:016x}"
    if span.status.description:
        encoded["status"]["message"] = span.status.description
    return encoded


def _ids(context: SpanContext) -> dict[str, str]:
    """OTLP JSON writes ids in hexadecimal, where protobuf's own JSON would write base64."""
    ids = {"traceId": f"{context.trace_id:032x}", "spanId": f"{context.span_id:016x}"}
    return {**ids, "traceState": context.trace_state.to_header()} if context.trace_state else ids


def _attributes(attributes: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in (attributes or {}).items()]


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}  # 64 bits do not fit a JSON number
    if isinstance(value, float):
        return {"doubleValue": value}
    return {"arrayValue": {"values": [_value(each) for each in value]}}


@dataclass(frozen=True)
class SpanRecord:
    """A span read from a file; times in nanoseconds since 1970, a link is (trace id, span id)."""

    trace_id: str
    span_id: str
    parent_span_id: str | None
    name: str
    kind: str
    start: int
    end: int
    attributes: Mapping[str, Any]
    links: Sequence[tuple[str, str]]
    events: Sequence[Mapping[str, Any]]
    status: str
    message: str | None
    resource: Mapping[str, Any]


def read_spans(folder: Path, trace_id: str = "") -> Iterator[SpanRecord]:
    """The spans in a folder's files, the rotated ones too; with `trace_id` those of one trace."""
    for file in sorted(folder.glob("*.jsonl*")):
        with file.open("rb") as lines:
            for line in lines:
                if trace_id.encode() in line:
                    found = _read(orjson.loads(line))
                    yield from (span for span in found if trace_id in {"", span.trace_id})


def _read(line: dict[str, Any]) -> Iterator[SpanRecord]:
    for batch in line["resourceSpans"]:
        resource = _read_attributes(batch["resource"]["attributes"])
        for scope in batch["scopeSpans"]:
            yield from (_record(span, resource) for span in scope["spans"])


def _record(span: dict[str, Any], resource: Mapping[str, Any]) -> SpanRecord:
    return SpanRecord(
        trace_id=span["traceId"],
        span_id=span["spanId"],
        parent_span_id=span.get("parentSpanId"),
        name=span["name"],
        kind=KINDS[span["kind"] - 1].name,
        start=int(span["startTimeUnixNano"]),
        end=int(span["endTimeUnixNano"]),
        attributes=_read_attributes(span["attributes"]),
        links=[(link["traceId"], link["spanId"]) for link in span["links"]],
        events=[
            {"name": event["name"], "attributes": _read_attributes(event["attributes"])}
            for event in span["events"]
        ],
        status=StatusCode(span["status"]["code"]).name,
        message=span["status"].get("message"),
        resource=resource,
    )


def _read_attributes(attributes: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {each["key"]: _read_value(each["value"]) for each in attributes}


def _read_value(value: dict[str, Any]) -> Any:
    [(kind, held)] = value.items()
    if kind == "arrayValue":
        return [_read_value(each) for each in held["values"]]
    return int(held) if kind == "intValue" else held
