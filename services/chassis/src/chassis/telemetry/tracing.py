"""Starts OpenTelemetry's tracing: spans go to a collector, or to a file when none is named."""

import os
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from opentelemetry import trace
from opentelemetry.util.types import AnyValue

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from sqlalchemy.ext.asyncio import AsyncEngine

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
MAX_LINKS = 1_024  # a batch links to the span of each of its events
QUEUE_SIZE = 65_536
FILE_DELAY_MILLISECONDS = 500


@dataclass(frozen=True)
class Telemetry:
    """One service's tracer, and the provider that exports its spans; None when tracing is off."""

    tracer: trace.Tracer
    provider: "TracerProvider | None" = None

    def flush(self) -> None:
        """Export the spans that have ended so far."""
        if self.provider:
            self.provider.force_flush()

    def shutdown(self) -> None:
        """Export the rest and stop."""
        if self.provider:
            self.provider.shutdown()


_OFF = Telemetry(trace.NoOpTracer())
_last_set_up = _OFF
# Several services may run in one process (a test's, a notebook's): each task keeps its own.
_of_this_task: ContextVar[Telemetry | None] = ContextVar("telemetry", default=None)


def start_tracing(service: str, *, data_dir: Path, instance: str) -> Telemetry:
    """Start exporting this service's spans; the caller shuts it down."""
    global _last_set_up  # noqa: PLW0603
    telemetry = _OFF if _is_off() else _exporting(service, data_dir, instance)
    _last_set_up = telemetry
    _of_this_task.set(telemetry)
    return telemetry


def shutdown() -> None:
    """Export the rest; no span is recorded afterwards."""
    global _last_set_up  # noqa: PLW0603
    _current().shutdown()
    _last_set_up = _OFF
    _of_this_task.set(None)


def tracer() -> trace.Tracer:
    """The tracer of this task's service; it records nothing before `start_tracing`."""
    return _current().tracer


def _current() -> Telemetry:
    return _of_this_task.get() or _last_set_up


def instrument(engine: "AsyncEngine") -> None:
    """Record a span for each SQL statement that runs inside another span."""
    from chassis.telemetry.sql import trace_statements  # noqa: PLC0415 - commands do not need it

    trace_statements(engine.sync_engine)


def version_of(service: str) -> str:
    """The installed version of the service; the chassis' own where it is not installed."""
    try:
        return version(f"attain-{service}")
    except PackageNotFoundError:
        return version("attain-chassis")


def _is_off() -> bool:
    disabled = os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    return disabled or os.environ.get("OTEL_TRACES_EXPORTER", "").strip().lower() == "none"


def _exporting(service: str, data_dir: Path, instance: str) -> Telemetry:
    """The SDK is imported here, so that a command does not load it."""
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import SpanLimits, TracerProvider  # noqa: PLC0415

    attributes: dict[str, AnyValue] = {
        "service.name": service,
        "service.namespace": "attain",
        "service.version": version_of(service),
        "service.instance.id": instance,
        "process.pid": os.getpid(),
    }
    provider = TracerProvider(
        resource=Resource.create(attributes),  # which adds OTEL_RESOURCE_ATTRIBUTES
        span_limits=SpanLimits(max_links=MAX_LINKS),
        shutdown_on_exit=False,
    )
    named = any(os.environ.get(name) for name in ENDPOINTS)
    provider.add_span_processor(_to_collector() if named else _to_file(service, data_dir))
    return Telemetry(provider.get_tracer("chassis"), provider)


def _to_collector() -> "BatchSpanProcessor":
    """OTLP over HTTP, as the standard OTEL_EXPORTER_OTLP_* variables say."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    return BatchSpanProcessor(OTLPSpanExporter(), max_queue_size=QUEUE_SIZE)


def _to_file(service: str, data_dir: Path) -> "BatchSpanProcessor":
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    from chassis.telemetry.otlp_file import FileExporter  # noqa: PLC0415

    return BatchSpanProcessor(
        FileExporter(data_dir / "spans" / f"{service}.jsonl"),
        max_queue_size=QUEUE_SIZE,
        schedule_delay_millis=FILE_DELAY_MILLISECONDS,
    )
