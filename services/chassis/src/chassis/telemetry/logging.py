"""Log lines: JSON on standard error, tied to the trace, without personal data or payloads."""

import contextlib
import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import orjson
import structlog
from opentelemetry import trace
from structlog.typing import Processor

from chassis.telemetry.log_masking import mask_personal

QUIET = ("aio_pika", "aiormq", "aiosqlite", "asyncio", "httpx", "faststream", "sqlalchemy")


def setup(service: str, level: str = "INFO") -> None:
    """Send every log line of this process, libraries' own too, through one chain."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_trace,
        _naming(service),
        keep_exception_without_its_text,
        mask_personal,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(serializer=_json)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=lambda *_: _StandardError(),
        cache_logger_on_first_use=False,
    )
    _route_standard_library(shared, level)


class _StandardError:
    """Writes to what standard error is now, not to what it was at the start."""

    def msg(self, line: str) -> None:
        _write(line)

    debug = info = warning = error = critical = fatal = log = msg


class _StandardErrorHandler(logging.Handler):
    """The same for the standard library's loggers."""

    def emit(self, record: logging.LogRecord) -> None:
        _write(self.format(record))


def _write(line: str) -> None:
    """A closed standard error must not stop what is logged about."""
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(line + "\n")


def add_trace(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Any:
    """The trace and the span that the line was written in."""
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        line["trace_id"] = f"{context.trace_id:032x}"
        line["span_id"] = f"{context.span_id:016x}"
    return line


def keep_exception_without_its_text(
    _logger: Any, _method: str, line: MutableMapping[str, Any]
) -> Any:
    """Replace an exception by its type and frames; its text may quote a payload."""
    given = line.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        line["error"] = type(error).__qualname__
        line["traceback"] = "".join(traceback.format_tb(error.__traceback__))
    return line


def _naming(service: str) -> Processor:
    def add_service(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Any:
        line["service"] = service
        return line

    return add_service


def _json(line: Any, **_options: Any) -> str:
    return orjson.dumps(line, default=_type_only).decode()


def _type_only(value: Any) -> str:
    """An object that is no JSON is named, never printed: its text may hold anything."""
    return f"<{type(value).__qualname__}>"


def _route_standard_library(shared: list[Processor], level: str) -> None:
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(serializer=_json),
        ],
    )
    handler = _StandardErrorHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in list(logging.root.manager.loggerDict):
        if name.startswith(("uvicorn", "faststream", "alembic", "sqlalchemy")):
            logging.getLogger(name).handlers.clear()
            logging.getLogger(name).propagate = True
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
