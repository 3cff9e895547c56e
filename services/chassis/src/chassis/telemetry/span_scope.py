"""A span that is current while its work is done, and what an error leaves on it."""

import traceback
from types import TracebackType
from typing import Any

from opentelemetry import trace
from opentelemetry.context import attach, detach
from opentelemetry.trace import Span, Status, StatusCode


class SpanScope:
    """A span that is the current one inside a `with`; an error marks it and goes on its way."""

    def __init__(self, span: Span) -> None:
        self.span = span
        self._token: Any = None

    def __enter__(self) -> Span:
        self._token = attach(trace.set_span_in_context(self.span))
        return self.span

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        detach(self._token)
        if isinstance(error, Exception):
            mark_failed(self.span, error)
        self.span.end()


def mark_failed(span: Span, error: BaseException) -> None:
    """Say which error it was and where, never its text: that may hold values from a payload."""
    name = type(error).__qualname__
    span.set_attribute("error.type", name)
    span.set_status(Status(StatusCode.ERROR, name))
    span.add_event("exception", exception_attributes(error))


def exception_attributes(exception: BaseException) -> dict[str, str]:
    """The type and the frames of an exception, without its message."""
    kind = type(exception)
    frames = "".join(traceback.format_tb(exception.__traceback__))
    return {
        "exception.type": f"{kind.__module__}.{kind.__qualname__}",
        "exception.stacktrace": frames,
    }
