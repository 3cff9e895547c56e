"""Around every request: limits on its size, security headers on its answer, and a span."""

from urllib.parse import unquote_to_bytes

import structlog
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.http.problems import problem
from chassis.telemetry.context import context_of, current
from chassis.telemetry.tracing import tracer

log = structlog.get_logger()
MAX_BODY_BYTES = 64 * 1024
MAX_QUERY_BYTES = 4 * 1024
UNTRACED = ("/health/", "/metrics")
SECURITY = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


class Guards:
    """The services are read only: a large request is a mistake or an attack."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request that is too large; add the headers to every answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        guarded = _Guarded(send)
        if len(scope.get("query_string", b"")) > MAX_QUERY_BYTES:
            await problem(414, "The query is longer than 4 KiB: shorten it.")(
                scope, receive, guarded
            )
        elif _holds_nul(scope):
            await problem(400, "The address holds a NUL (%00): remove it.")(scope, receive, guarded)
        elif _sends_too_much(Headers(scope=scope)):
            await problem(413, "The body is longer than 64 KiB or has no content-length.")(
                scope, receive, guarded
            )
        else:
            await self._answer(scope, receive, guarded)

    async def _answer(self, scope: Scope, receive: Receive, send: "_Guarded") -> None:
        """Log an error without its text, which may quote a row; answer without any detail."""
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            log.error("request failed", method=scope["method"], exc_info=error)
            if not send.started:
                said = "The service failed to answer. Its log has the traceback."
                await problem(500, said)(scope, receive, send)


def _holds_nul(scope: Scope) -> bool:
    """PostgreSQL refuses a text with a NUL: every query with it would fail."""
    return "\x00" in scope["path"] or b"\x00" in unquote_to_bytes(scope.get("query_string", b""))


def _sends_too_much(headers: Headers) -> bool:
    """A body without a length may never end."""
    if "transfer-encoding" in headers:
        return True
    length = headers.get("content-length", "0")
    return not length.isdecimal() or int(length) > MAX_BODY_BYTES


class _Guarded:
    """Sends with the security headers, and knows whether the answer has started."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY.items():
                headers.setdefault(name, value)
        await self._send(message)


class RequestSpans:
    """A span for each request, below the caller's, with OpenTelemetry's current names for HTTP.

    It names the route, never path or query: they may name a person. Probes leave no span.
    OpenTelemetry's own instrumentation of FastAPI (0.66b2) records the path, the query and the
    caller's address before any hook can refuse them.
    """

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


def _answered(span: Span, status: int) -> None:
    span.set_attribute("http.response.status_code", status)
    if status >= 500:
        span.set_attribute("error.type", str(status))
        span.set_status(Status(StatusCode.ERROR))
