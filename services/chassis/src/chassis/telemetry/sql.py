"""A span for each SQL statement inside an event's span, without its parameters.

OpenTelemetry's own instrumentation of SQLAlchemy (0.66b2) writes the driver's error into the span,
and PostgreSQL's errors quote the row that they refuse.
"""

from typing import Any

from opentelemetry.trace import Span, SpanKind, Status, StatusCode, get_current_span
from sqlalchemy import event
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.telemetry.tracing import tracer

SPAN = "attain_span"


def trace_statements(engine: AsyncEngine) -> None:
    """Record a span for each SQL statement that runs inside another span.

    Statements outside a recorded span, such as the relay's polls, leave none: each would be a
    trace of its own, every second.
    """
    event.listen(engine.sync_engine, "before_cursor_execute", _before)
    event.listen(engine.sync_engine, "after_cursor_execute", _after)
    event.listen(engine.sync_engine, "handle_error", _failed)


def _before(
    connection: Connection, _cursor: Any, statement: str, given: Any, context: Any, many: bool
) -> None:
    if context is None or not get_current_span().is_recording():
        return
    operation = statement.lstrip().partition(" ")[0].upper()
    attributes: dict[str, Any] = {
        "db.system.name": connection.dialect.name,
        "db.query.text": statement,
        "db.operation.name": operation,
    }
    if many:
        attributes["db.operation.batch.size"] = len(given)
    span = tracer().start_span(operation, kind=SpanKind.CLIENT, attributes=attributes)
    setattr(context, SPAN, span)


def _after(
    _connection: Connection, _cursor: Any, _statement: str, _given: Any, context: Any, _many: bool
) -> None:
    span: Span | None = getattr(context, SPAN, None)
    if span:
        span.end()


def _failed(failure: ExceptionContext) -> None:
    """End the span with the error's type; its text may quote a row."""
    span: Span | None = getattr(failure.execution_context, SPAN, None)
    if span:
        name = type(failure.original_exception).__name__
        span.set_attribute("error.type", name)
        span.set_status(Status(StatusCode.ERROR, name))
        span.end()
