"""Starts OpenTelemetry's tracing: spans go to a collector, or to a file when none is named."""

import os
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from opentelemetry import trace
from opentelemetry.util.types import AnyValue

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
MAX_LINKS = 1_024  # a batch links to the span of each of its events
QUEUE_SIZE = 65_536
FILE_DELAY_MILLISECONDS = 500


@dataclass(frozen=True)
class Telemetry:
    """The tracer of a process, and the provider that exports its spans; None if tracing is off."""

    tracer: trace.Tracer
    provider: "TracerProvider | None" = None

    def flush(self) -> None:
        """Export the spans that have ended so far."""
        if self.provider:
            self.provider.force_flush()

    def shutdown(self) -> None:
        """Export the rest; no span is recorded afterwards."""
        global _current  # noqa: PLW0603 - one for the process
        if self.provider:
            self.provider.shutdown()
        _current = _OFF


_current = _OFF = Telemetry(trace.NoOpTracer())


def start_tracing(service: str, *, data_dir: Path, instance: str) -> Telemetry:
    """Start exporting the spans of this process; the caller shuts it down."""
    global _current  # noqa: PLW0603 - one for the process
    _current = _OFF if _is_off() else _exporting(service, data_dir, instance)
    return _current


def tracer() -> trace.Tracer:
    """The tracer of this process; it records nothing before `start_tracing`."""
    return _current.tracer


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
