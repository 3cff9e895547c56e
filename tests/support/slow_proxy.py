"""A slow way to the broker: its answers arrive late, or what is sent to it passes slowly."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

CHUNK = 16_384


class SlowProxy:
    """Forwards a TCP connection to the broker; both settings may change while it does.

    `delay` holds back each answer for so many seconds, however many are on their way; `rate` lets
    so many bytes a second through to the broker.
    """

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url)
        self.delay = 0.0
        self.rate = 0.0
        self.connections = 0
        self._running: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """The address to use in the broker's place."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        login = self._target.netloc.rpartition("@")[0]
        yield urlunsplit(self._target._replace(netloc=f"{login}@127.0.0.1:{port}"))
        server.close()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        broker = await asyncio.open_connection(self._target.hostname, self._target.port)
        self._start(self._pass_slowly(reader, broker[1]))
        self._start(self._pass_late(broker[0], writer))

    def _start(self, work: object) -> None:
        task = asyncio.ensure_future(work)  # type: ignore[arg-type]
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _pass_slowly(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
            if self.rate:
                await asyncio.sleep(len(chunk) / self.rate)
        writer.close()

    async def _pass_late(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def write() -> None:
            while True:
                due, chunk = await late.get()
                await asyncio.sleep(max(0.0, due - loop.time()))
                writer.write(chunk)

        self._start(write())
        while chunk := await reader.read(CHUNK):
            late.put_nowait((loop.time() + self.delay, chunk))
        writer.close()
