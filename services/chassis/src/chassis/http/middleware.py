"""Around every request: bounds on what comes in, security headers on what goes out."""

from urllib.parse import unquote_to_bytes

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.http.problems import problem

log = structlog.get_logger()
MOST_BODY_BYTES = 64 * 1024
MOST_QUERY_BYTES = 4 * 1024
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
    """The services only answer questions: a large request is a mistake or an attack."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what is too large; else let it through, with the headers added."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        guarded = _Guarded(send)
        if len(scope.get("query_string", b"")) > MOST_QUERY_BYTES:
            await problem(414, "The query is too long.")(scope, receive, guarded)
        elif _holds_nul(scope):
            await problem(400, "The address holds a NUL (%00), which no text of ours has.")(
                scope, receive, guarded
            )
        elif _sends_too_much(Headers(scope=scope)):
            await problem(413, "A request may hold 64 KiB with its length stated.")(
                scope, receive, guarded
            )
        else:
            await self._answer(scope, receive, guarded)

    async def _answer(self, scope: Scope, receive: Receive, send: "_Guarded") -> None:
        """A failure of ours is logged without its text and told without any."""
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            log.error("request failed", method=scope["method"], exc_info=error)
            if not send.started:
                said = "Something of ours failed; the log holds the trace."
                await problem(500, said)(scope, receive, send)


def _holds_nul(scope: Scope) -> bool:
    """PostgreSQL takes no text with a NUL: it would fail at whatever question it is part of."""
    return "\x00" in scope["path"] or b"\x00" in unquote_to_bytes(scope.get("query_string", b""))


def _sends_too_much(headers: Headers) -> bool:
    """A body without a length could be endless."""
    if "transfer-encoding" in headers:
        return True
    length = headers.get("content-length", "0")
    return not length.isdecimal() or int(length) > MOST_BODY_BYTES


class _Guarded:
    """Sends with the security headers, and knows whether an answer was begun."""

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
