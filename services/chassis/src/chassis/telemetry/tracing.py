"""Where spans go: to a collector when the standard variables name one, else to a file."""

import os
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from opentelemetry import trace

from chassis.telemetry.span_tracer import FileTracerProvider
from chassis.telemetry.span_writer import SpanWriter

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
LINKS_OF_A_GROUP = 1_024
QUEUE_SIZE = 65_536


@dataclass(frozen=True)
class Telemetry:
    """One service's tracing: its provider, and the tracer that its spans are made by."""

    provider: Any
    tracer: trace.Tracer

    def flush(self) -> None:
        """Export what has ended so far."""
        self.provider.force_flush()

    def shutdown(self) -> None:
        """Export the rest and stop."""
        self.provider.shutdown()


class _Silent(trace.NoOpTracerProvider):
    """Tracing that is off."""

    def force_flush(self) -> None:
        """There is nothing to export."""

    def shutdown(self) -> None:
        """There is nothing to stop."""


_SILENT = Telemetry(_Silent(), trace.NoOpTracer())
_last_set_up = _SILENT
# Several services may run in one process (a test's, a notebook's): each task keeps its own.
_of_this_task: ContextVar[Telemetry | None] = ContextVar("telemetry", default=None)


def setup(service: str, *, data_dir: Path, instance: str) -> Telemetry:
    """Start exporting this service's spans; the caller shuts it down."""
    global _last_set_up  # noqa: PLW0603
    provider = _provider(service, data_dir, instance)
    telemetry = Telemetry(provider, provider.get_tracer("chassis"))
    _last_set_up = telemetry
    _of_this_task.set(telemetry)
    return telemetry


def current() -> Telemetry:
    """The tracing of the service that this task works for; silent when none was set up."""
    return _of_this_task.get() or _last_set_up


def tracer() -> trace.Tracer:
    """The tracer of the service that this task works for."""
    return current().tracer


def shutdown() -> None:
    """Export the rest; spans are silent afterwards."""
    global _last_set_up  # noqa: PLW0603
    current().shutdown()
    _last_set_up = _SILENT
    _of_this_task.set(None)


def instrument(engine: "AsyncEngine") -> None:
    """Make a span of every SQL statement that runs inside another span."""
    from chassis.telemetry.sql import trace_statements  # noqa: PLC0415 - not needed by commands

    trace_statements(engine.sync_engine)


def _provider(service: str, data_dir: Path, instance: str) -> Any:
    if os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return _Silent()
    attributes = resource_attributes(service, instance)
    exporter = os.environ.get("OTEL_TRACES_EXPORTER", "otlp").lower()
    if exporter == "none":
        return _Silent()
    if any(os.environ.get(name) for name in ENDPOINTS):
        return _collector(attributes)
    writer = SpanWriter(data_dir / "spans" / f"{service}.jsonl")
    return FileTracerProvider(writer, orjson.Fragment(orjson.dumps(attributes)))


def resource_attributes(service: str, instance: str) -> Mapping[str, str | int]:
    """Who makes the spans, in the current names; OTEL_RESOURCE_ATTRIBUTES adds to them."""
    said = os.environ.get("OTEL_RESOURCE_ATTRIBUTES", "")
    extra = dict(pair.split("=", 1) for pair in said.split(",") if "=" in pair)
    return {
        **{key.strip(): value.strip() for key, value in extra.items()},
        "service.name": service,
        "service.namespace": "attain",
        "service.version": version_of(service),
        "service.instance.id": instance,
        "process.pid": os.getpid(),
    }


def version_of(service: str) -> str:
    """The version of the service that is installed; of the chassis where it is not."""
    try:
        return version(f"attain-{service}")
    except PackageNotFoundError:
        return version("attain-chassis")


def _collector(attributes: Mapping[str, str | int]) -> Any:
    """The SDK with OTLP over HTTP; imported only here, for a command need not load it."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import SpanLimits, TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(
        resource=Resource.create(dict(attributes)),
        span_limits=SpanLimits(max_links=LINKS_OF_A_GROUP),
        shutdown_on_exit=False,
    )
    exporter = OTLPSpanExporter()
    provider.add_span_processor(BatchSpanProcessor(exporter, max_queue_size=QUEUE_SIZE))
    return provider
