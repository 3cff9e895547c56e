"""Spans for the file: what the OpenTelemetry API asks of a span, at a quarter of the SDK's cost."""

from collections.abc import Mapping
from functools import partial
from time import time_ns
from typing import Any

from opentelemetry import trace
from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode
from opentelemetry.util.types import AnyValue, Attributes
from typing_extensions import override

from chassis.telemetry.span_scope import exception_attributes
from chassis.telemetry.span_writer import SpanWriter


class FileSpan(trace.Span):
    """One span, kept as plain values until the writer's thread turns it into a line.

    An exception leaves its type and where it was raised, never its message: that may hold values
    from a payload.
    """

    def __init__(
        self,
        writer: SpanWriter,
        resource: Any,
        name: str,
        context: SpanContext,
        parent: SpanContext | None,
        kind: SpanKind,
    ) -> None:
        self._writer = writer
        self.resource = resource
        self._context = context
        self._end: int | None = None
        self._status: tuple[str, str | None] = ("UNSET", None)
        self._events: list[dict[str, Any]] = []
        self.name = name
        self.parent = parent
        self.kind = kind
        self.attributes: dict[str, AnyValue] = {}
        self.links: list[SpanContext] = []
        self.start_time = 0

    @override
    def get_span_context(self) -> SpanContext:
        return self._context

    @override
    def is_recording(self) -> bool:
        return self._end is None

    @override
    def set_attribute(self, key: str, value: AnyValue) -> None:
        self.attributes[key] = value

    @override
    def set_attributes(self, attributes: Mapping[str, AnyValue]) -> None:
        self.attributes.update(attributes)

    @override
    def update_name(self, name: str) -> None:
        self.name = name

    @override
    def add_link(self, context: SpanContext, attributes: Attributes = None) -> None:
        self.links.append(context)

    @override
    def add_event(
        self, name: str, attributes: Attributes = None, timestamp: int | None = None
    ) -> None:
        event = {"name": name, "time": timestamp or time_ns(), "attributes": attributes or {}}
        self._events.append(event)

    @override
    def set_status(self, status: Status | StatusCode, description: str | None = None) -> None:
        code = status.status_code if isinstance(status, Status) else status
        said = status.description if isinstance(status, Status) else description
        self._status = (code.name, said)

    @override
    def record_exception(
        self,
        exception: BaseException,
        attributes: Attributes = None,
        timestamp: int | None = None,
        escaped: bool = False,
    ) -> None:
        self.add_event("exception", exception_attributes(exception), timestamp)

    @override
    def end(self, end_time: int | None = None) -> None:
        if self._end is None:
            self._end = end_time or time_ns()
            self._writer.add(partial(as_record, self))


def as_record(span: FileSpan) -> dict[str, Any]:
    """The line that a span becomes."""
    context, parent = span.get_span_context(), span.parent
    code, said = span._status
    return {
        "trace_id": f"{context.trace_id:032x}",
        "span_id": f"{context.span_id:016x}",
        "parent_span_id": f"{parent.span_id:016x}" if parent else None,
        "name": span.name,
        "kind": span.kind.name,
        "start_time_unix_nano": span.start_time,
        "end_time_unix_nano": span._end,
        "status": {"code": code, "message": said} if said else {"code": code},
        "attributes": span.attributes,
        "links": [
            {"trace_id": f"{link.trace_id:032x}", "span_id": f"{link.span_id:016x}"}
            for link in span.links
        ],
        "events": span._events,
        "resource": span.resource,
    }
