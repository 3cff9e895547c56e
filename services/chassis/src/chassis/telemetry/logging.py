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

QUIET = ("aio_pika", "aiormq", "aiosqlite", "asyncio", "httpx", "faststream", "sqlalchemy")
QUOTES_A_PUBLISHER = "opentelemetry.trace.span"  # its warnings repeat an invalid tracestate
MASKED = "…"
PERSONAL = frozenset([
    "address", "author", "body", "contact", "contact_name", "content", "data", "declared_by",
    "description", "email", "form", "given", "headers", "mail", "name", "names", "notes", "payload",
    "person", "person_name", "phone", "postcode", "recipient", "recipients", "subject_line",
    "summary", "telephone", "text",
])  # fmt: skip
PERSONAL_ENDINGS = ("_address", "_body", "_email", "_name", "_payload", "_phone")
NOT_PERSONAL = frozenset({"service_name", "queue_name", "file_name", "logger_name", "event_name"})


def setup(service: str, level: str = "INFO") -> None:
    """Send every log line of this process, the libraries' too, through one chain."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_trace,
        _add_service(service),
        keep_exception_without_its_text,
        mask_personal,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(serializer=_json),
        ],
    )
    handler = _StandardError()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    _route_libraries()


class _StandardError(logging.Handler):
    """Writes to the present standard error; a closed one costs the line and nothing else."""

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(self.format(record) + "\n")


def _route_libraries() -> None:
    """The libraries write through the root's handler, and the talkative ones only warnings."""
    for name in list(logging.root.manager.loggerDict):
        if name.startswith(("uvicorn", "faststream", "alembic", "sqlalchemy")):
            logging.getLogger(name).handlers.clear()
            logging.getLogger(name).propagate = True
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(QUOTES_A_PUBLISHER).setLevel(logging.ERROR)


def add_trace(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Any:
    """Add the trace and the span in which the line is written."""
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


def mask_personal(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Any:
    """Mask each value whose key may hold a person or a payload, at any depth."""
    for key, value in line.items():
        line[key] = _masked(key, value)
    return line


def _masked(key: str, value: Any) -> Any:
    lowered = key.lower()
    if lowered in PERSONAL or (lowered.endswith(PERSONAL_ENDINGS) and lowered not in NOT_PERSONAL):
        return MASKED
    if isinstance(value, dict):
        return {inner: _masked(str(inner), held) for inner, held in value.items()}
    if isinstance(value, list | tuple):
        return [_masked("", held) for held in value]
    return value


def _add_service(service: str) -> Processor:
    def add_service(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Any:
        line["service"] = service
        return line

    return add_service


def _json(line: Any, **_options: Any) -> str:
    return orjson.dumps(line, default=_type_only).decode()


def _type_only(value: Any) -> str:
    """Name the type of an object that is not JSON; its text may hold personal data."""
    return f"<{type(value).__qualname__}>"
