"""The HTTP server's limits: half-sent requests are dropped, and connections are counted."""

import asyncio
from typing import TYPE_CHECKING, ClassVar

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from chassis.service import Service

MAX_HEAD_BYTES = 16 * 1024  # request line and headers together; a larger head is refused with 400
KEEP_ALIVE_SECONDS = 5


class HeaderDeadline(H11Protocol):
    """Closes a connection whose request head is not complete in time; uvicorn waits for ever.

    While a request is answered, and while nothing of the next one has come, uvicorn's own limits
    hold.
    """

    seconds: ClassVar[float] = 10.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the time of the first request."""
        super().connection_made(transport)
        self._deadline: asyncio.TimerHandle | None = None
        self._start()

    def data_received(self, data: bytes) -> None:
        """Stops the time once the head is complete; more bytes of a head do not extend it."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop()
        elif self._deadline is None:
            self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the time."""
        self._stop()
        super().connection_lost(exc)

    def _start(self) -> None:
        self._deadline = self.loop.call_later(self.seconds, self.transport.close)

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def server_config(service: "Service") -> uvicorn.Config:
    """The server's settings; beyond `http_connections` a further request is answered with 503."""
    settings = service.settings
    protocol = type("Http", (HeaderDeadline,), {"seconds": settings.http_header_seconds})
    return uvicorn.Config(
        service.web,
        host=settings.http_host,
        port=settings.http_port,
        http=protocol,
        limit_concurrency=settings.http_connections,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        log_config=None,
        access_log=False,
        lifespan="off",
    )
