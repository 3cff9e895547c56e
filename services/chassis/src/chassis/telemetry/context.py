"""The trace that a message carries: traceparent and tracestate, read and written."""

import re
from functools import lru_cache

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, TraceState

_TRACEPARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?")
_EMPTY = Context()


@lru_cache(
    maxsize=1024
)  # an event's traceparent is asked for several times, a transaction's for all
def parse(traceparent: str | None, tracestate: str | None = None) -> SpanContext | None:
    """The span that a W3C traceparent names; None where there is none or it is malformed."""
    found = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    if found is None or found[1] == "ff" or (found[1] == "00" and found[5]):
        return None
    context = SpanContext(
        trace_id=int(found[2], 16),
        span_id=int(found[3], 16),
        is_remote=True,
        trace_flags=TraceFlags(int(found[4], 16)),
        trace_state=_state(tracestate) if tracestate else None,
    )
    return context if context.is_valid else None


@lru_cache(maxsize=256)
def _state(tracestate: str) -> TraceState:
    return TraceState.from_header([tracestate])


def written(context: SpanContext) -> tuple[str, str | None]:
    """The traceparent and tracestate of a span."""
    traceparent = (
        f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags) & 3:02x}"
    )
    return traceparent, context.trace_state.to_header() or None if context.trace_state else None


def under(parent: SpanContext | None) -> Context:
    """The context whose spans are children of this one; of none: roots of a new trace."""
    return trace.set_span_in_context(NonRecordingSpan(parent), _EMPTY) if parent else _EMPTY


def current_traceparent() -> tuple[str, str | None] | tuple[None, None]:
    """What an event recorded now has to carry; nothing outside every trace."""
    context = trace.get_current_span().get_span_context()
    return written(context) if context.is_valid else (None, None)
