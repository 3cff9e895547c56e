"""Requests that are never sent to their end, and more connections than the server has room for."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
import uvicorn

from chassis import Service
from chassis.http.server import MAX_HEAD_BYTES, server_config
from support.polling import eventually

WHOLE = b"GET /health/live HTTP/1.1\r\nHost: attain\r\n\r\n"
HALF = b"GET /health/live HTTP/1.1\r\nHost: att"
Serving = Callable[..., AbstractAsyncContextManager[int]]
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture
def serving(service: Service) -> Serving:
    """`async with serving(http_header_seconds=0.2) as port`: the service over HTTP."""

    @asynccontextmanager
    async def served(**settings: float) -> AsyncIterator[int]:
        for name, value in settings.items():
            setattr(service.settings, name, value)
        server = uvicorn.Server(server_config(service))
        running = asyncio.create_task(server.serve())
        await eventually(lambda: server.started)
        yield server.servers[0].sockets[0].getsockname()[1]
        server.should_exit = True
        await running

    return served


async def opened(port: int, sent: bytes) -> Streams:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    await writer.drain()
    return reader, writer


async def answer(reader: asyncio.StreamReader) -> bytes:
    """The status line; nothing where the server closed the connection."""
    async with asyncio.timeout(20):
        return await reader.readline()


@pytest.mark.parametrize("sent", [b"", HALF], ids=["nothing", "half a head"])
async def test_connection_without_a_whole_request_head_is_closed(
    serving: Serving, sent: bytes
) -> None:
    async with serving(http_header_seconds=0.2) as port:
        reader, writer = await opened(port, sent)
        assert await answer(reader) == b""
        writer.close()


async def test_byte_now_and_then_does_not_extend_the_time_for_a_head(serving: Serving) -> None:
    async with serving(http_header_seconds=0.5) as port:
        reader, writer = await opened(port, HALF)

        async def trickle() -> None:
            while True:
                writer.write(b"x")
                await asyncio.sleep(0.05)

        trickling = asyncio.create_task(trickle())
        assert await answer(reader) == b""
        trickling.cancel()
        writer.close()


async def test_half_a_second_request_on_a_used_connection_is_closed(serving: Serving) -> None:
    async with serving(http_header_seconds=0.3) as port:
        reader, writer = await opened(port, WHOLE)
        assert await answer(reader) == b"HTTP/1.1 200 OK\r\n"
        writer.write(HALF)
        async with asyncio.timeout(20):
            rest = await reader.read()
        assert b"HTTP/1.1" not in rest
        writer.close()


async def test_request_that_comes_in_two_parts_in_time_is_answered(serving: Serving) -> None:
    async with serving(http_header_seconds=20) as port:
        reader, writer = await opened(port, HALF)
        writer.write(b"ain\r\n\r\n")
        assert await answer(reader) == b"HTTP/1.1 200 OK\r\n"
        writer.close()


async def test_answer_may_take_longer_than_the_time_for_a_head(serving: Serving) -> None:
    async with serving(http_header_seconds=0.1) as port:
        reader, writer = await opened(port, WHOLE.replace(b"/health/live", b"/slow"))
        assert await answer(reader) == b"HTTP/1.1 200 OK\r\n"
        writer.close()


async def test_head_that_never_ends_is_refused(serving: Serving) -> None:
    async with serving() as port:
        reader, writer = await opened(port, HALF + b"a" * (MAX_HEAD_BYTES + 1))
        assert await answer(reader) == b"HTTP/1.1 400 Bad Request\r\n"
        writer.close()


async def test_request_beyond_the_limit_of_connections_is_refused_until_one_is_free(
    serving: Serving,
) -> None:
    async with serving(http_header_seconds=20, http_connections=3) as port:
        held = [await opened(port, HALF) for _ in range(3)]
        reader, writer = await opened(port, WHOLE)
        assert await answer(reader) == b"HTTP/1.1 503 Service Unavailable\r\n"
        for _, one in [*held, (reader, writer)]:
            one.close()
        async with asyncio.timeout(20):
            while True:
                reader, writer = await opened(port, WHOLE)
                status = await answer(reader)
                writer.close()
                if status == b"HTTP/1.1 200 OK\r\n":
                    break
