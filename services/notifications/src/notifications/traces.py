"""Puts the sending of a delivery into the trace of its event, at any time and in any process."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.context import attach, detach

from chassis.telemetry import context_of
from notifications.store import Notice


@contextmanager
def in_trace_of(notice: Notice) -> Iterator[None]:
    """Spans that begin inside the block belong to the event of the notice."""
    token = attach(context_of(notice.traceparent, notice.tracestate))
    try:
        yield
    finally:
        detach(token)
