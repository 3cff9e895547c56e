"""A span for each request, below the caller's span, with OpenTelemetry's current names for HTTP.

OpenTelemetry's own instrumentation of FastAPI (0.66b2) records the path, the query and the caller's
address before any hook can refuse them: each may name a person.
"""

from typing import Any

from opentelemetry.trace import SpanKind, Status, StatusCode
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.telemetry.context import context_of, current
from chassis.telemetry.tracing import tracer

UNTRACED = ("/health/", "/metrics")


class RequestSpans:
    """Records the route, never path or query: they may name a person. Probes leave no span."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer inside a span."""
        if scope["type"] != "http" or scope["path"].startswith(UNTRACED):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        caller = context_of(headers.get("traceparent"), headers.get("tracestate"))
        method = scope["method"]
        attributes = {"http.request.method": method, "url.scheme": scope["scheme"]}
        span = tracer().start_span(method, caller, SpanKind.SERVER, attributes)

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                _answered(span, message["status"])
            await send(message)

        with current(span):
            try:
                await self._app(scope, receive, watched)
            finally:
                route = getattr(scope.get("route"), "path", None)
                if route:
                    span.update_name(f"{method} {route}")
                    span.set_attribute("http.route", route)


def _answered(span: Any, status: int) -> None:
    span.set_attribute("http.response.status_code", status)
    if status >= 500:
        span.set_attribute("error.type", str(status))
        span.set_status(Status(StatusCode.ERROR))
