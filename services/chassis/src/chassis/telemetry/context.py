"""The trace that a message carries, and the span that is current while its event is handled."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Span, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_PROPAGATOR = TraceContextTextMapPropagator()


@lru_cache(maxsize=256)
def context_of(traceparent: str | None, tracestate: str | None = None) -> Context:
    """The context of the span that sent a message; empty without a valid traceparent.

    An invalid tracestate is dropped and its traceparent is kept, as W3C Trace Context asks.
    """
    headers = {"traceparent": traceparent or ""}
    if tracestate:
        headers["tracestate"] = tracestate
    return _PROPAGATOR.extract(headers, Context())


def headers_of(span: Span) -> tuple[str | None, str | None]:
    """The traceparent and tracestate of a span; None for each that it does not have."""
    headers: dict[str, str] = {}
    _PROPAGATOR.inject(headers, trace.set_span_in_context(span, Context()))
    return headers.get("traceparent"), headers.get("tracestate")


def current_traceparent() -> tuple[str | None, str | None]:
    """The traceparent and tracestate of an event recorded now; None outside every trace."""
    return headers_of(trace.get_current_span())


@contextmanager
def current(span: Span) -> Iterator[Span]:
    """Make the span current for the block and end it; an error marks it and is raised again."""
    with trace.use_span(
        span, end_on_exit=True, record_exception=False, set_status_on_exception=False
    ):
        try:
            yield span
        except Exception as error:
            mark_failed(span, error)
            raise


def mark_failed(span: Span, error: BaseException) -> None:
    """Record the type and the frames of an error, never its text: it may quote a payload."""
    kind = type(error)
    span.set_attribute("error.type", kind.__qualname__)
    span.set_status(Status(StatusCode.ERROR, kind.__qualname__))
    frames = "".join(traceback.format_tb(error.__traceback__))
    name = f"{kind.__module__}.{kind.__qualname__}"
    span.add_event("exception", {"exception.type": name, "exception.stacktrace": frames})
