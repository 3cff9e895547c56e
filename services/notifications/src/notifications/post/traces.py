"""What is done for a delivery is part of its event's trace, whoever does it and whenever."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.context import attach, detach

from chassis.telemetry import context_of
from notifications.store import Notice


@contextmanager
def in_trace_of(notice: Notice) -> Iterator[None]:
    """Spans that begin inside the block belong to the event that the notice is about."""
    token = attach(context_of(notice.traceparent, notice.tracestate))
    try:
        yield
    finally:
        detach(token)
