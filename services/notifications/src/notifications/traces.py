"""Puts the sending of a delivery into the trace of its event, at any time and in any process."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.context import attach, detach

from chassis.telemetry.context import parse, under
from notifications.store import Notice


@contextmanager
def in_trace_of(notice: Notice) -> Iterator[None]:
    """Spans that begin in this block belong to the trace of the notice's event."""
    token = attach(under(parse(notice.traceparent, notice.tracestate)))
    try:
        yield
    finally:
        detach(token)
