"""Around every request: bounds on what comes in, security headers on what goes out."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.problems import problem

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
        guarded = _with_security(send)
        if len(scope.get("query_string", b"")) > MOST_QUERY_BYTES:
            await problem(414, "The query is too long.")(scope, receive, guarded)
        elif _sends_too_much(Headers(scope=scope)):
            await problem(413, "A request may hold 64 KiB with its length stated.")(
                scope, receive, guarded
            )
        else:
            await self._app(scope, receive, guarded)


def _sends_too_much(headers: Headers) -> bool:
    """A body without a length could be endless."""
    if "transfer-encoding" in headers:
        return True
    length = headers.get("content-length", "0")
    return not length.isdecimal() or int(length) > MOST_BODY_BYTES


def _with_security(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY.items():
                headers.setdefault(name, value)
        await send(message)

    return guarded
