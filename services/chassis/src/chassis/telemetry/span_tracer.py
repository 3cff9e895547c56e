"""The tracer behind the file: which spans are recorded, and whose children they are."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import time_ns
from typing import Any

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, SpanContext, SpanKind, TraceFlags
from opentelemetry.util.types import Attributes
from typing_extensions import override

from chassis.telemetry.span_file import FileSpan
from chassis.telemetry.span_writer import SpanWriter

SAMPLED = TraceFlags(TraceFlags.SAMPLED)


class FileTracer(trace.Tracer):
    """Starts spans; a parent that its publisher chose not to sample is followed in that."""

    def __init__(self, writer: SpanWriter, resource: Any) -> None:
        self.writer = writer
        self.resource = resource

    @override
    def start_span(
        self,
        name: str,
        context: Context | None = None,
        kind: SpanKind = SpanKind.INTERNAL,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        start_time: int | None = None,
        record_exception: bool = True,
        set_status_on_exception: bool = True,
    ) -> trace.Span:
        found = trace.get_current_span(context).get_span_context()
        parent = found if found.is_valid else None
        if parent and not parent.trace_flags & TraceFlags.SAMPLED:
            return trace.NonRecordingSpan(parent)
        span = FileSpan(self.writer, self.resource, name, _child_of(parent), parent, kind)
        span.start_time = start_time or time_ns()
        if attributes:
            span.attributes.update(attributes)
        span.links.extend(link.context for link in links or ())
        return span

    @override
    @contextmanager
    def start_as_current_span(  # type: ignore[override]
        self, name: str, *args: Any, end_on_exit: bool = True, **options: Any
    ) -> Iterator[trace.Span]:
        span = self.start_span(name, *args, **options)
        with trace.use_span(span, end_on_exit=end_on_exit):
            yield span


def _child_of(parent: SpanContext | None) -> SpanContext:
    if parent is None:
        return SpanContext(
            random.getrandbits(128) or 1, random.getrandbits(64) or 1, False, SAMPLED
        )
    return SpanContext(
        parent.trace_id, random.getrandbits(64) or 1, False, SAMPLED, parent.trace_state
    )


class FileTracerProvider(trace.TracerProvider):
    """Hands the one tracer to whoever asks, our own spans and the web frame's alike."""

    def __init__(self, writer: SpanWriter, resource: Any) -> None:
        self.writer = writer
        self._tracer = FileTracer(writer, resource)

    @override
    def get_tracer(self, *args: Any, **kwargs: Any) -> trace.Tracer:
        return self._tracer

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Write what has ended so far."""
        self.writer.flush()
        return True

    def shutdown(self) -> None:
        """Write the rest and stop."""
        self.writer.close()
