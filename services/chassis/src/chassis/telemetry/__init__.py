"""The traces, logs and metrics of a service, and what other rooms and services use of them."""

from chassis.telemetry.context import context_of, current_traceparent
from chassis.telemetry.otlp_json import SpanRecord, read_spans
from chassis.telemetry.spans import end_send, smtp_span, start_send
from chassis.telemetry.tracing import start_tracing

__all__ = [
    "SpanRecord",
    "context_of",
    "current_traceparent",
    "end_send",
    "read_spans",
    "smtp_span",
    "start_send",
    "start_tracing",
]
