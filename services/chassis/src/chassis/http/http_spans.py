"""A span for every request, under the caller's trace, in the current names for HTTP."""

from typing import Any

from opentelemetry.trace import SpanKind, Status, StatusCode
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.telemetry.context import parse, under
from chassis.telemetry.span_scope import SpanScope
from chassis.telemetry.tracing import tracer

UNTRACED = ("/health/", "/metrics")


class RequestSpans:
    """Spans carry the route, never the query: that may name a person. Probes leave none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer inside a span."""
        if scope["type"] != "http" or scope["path"].startswith(UNTRACED):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        caller = parse(headers.get("traceparent"), headers.get("tracestate"))
        method = scope["method"]
        attributes = {"http.request.method": method, "url.scheme": scope["scheme"]}
        span = tracer().start_span(method, under(caller), SpanKind.SERVER, attributes)

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                _answered(span, message["status"])
            await send(message)

        with SpanScope(span):
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
