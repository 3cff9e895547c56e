"""HTTP responses: their media types, and what a browser may load."""

import re
import tempfile
from collections.abc import AsyncIterator
from typing import IO, Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from reporting.pages import render

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

IN_MEMORY = 1_000_000  # bytes; a longer file is kept on disk
AT_ONCE = 65_536


def page_response(html: str, status: int = 200) -> Response:
    """A page that may load our style and no script, and nothing from other sites."""
    return HTMLResponse(html, status, headers={"content-security-policy": _POLICY})


def case_pages(request: Request) -> bool:
    """Whether this process serves what tells of schools' cases."""
    return bool(request.app.state.service.settings.case_pages)


def page_of(request: Request, page: str, status: int = 200, **shown: Any) -> Response:
    """A page by its template."""
    return page_response(render(page, case_pages=case_pages(request), **shown), status)


async def kept(parts: AsyncIterator[str]) -> IO[bytes]:
    """The parts in a file without a name, so that memory stays small.

    They are not sent as they are read: somebody who reads slowly would keep the snapshot open,
    and on PostgreSQL a rebuild would wait for it. An error is still an answer of its own.
    """
    file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - sent, then closed
    async for part in parts:
        file.write(part.encode())
    return file


def json_response(content: str | bytes | IO[bytes], status: int = 200) -> Response:
    """JSON; open data, so pages of other sites may read it."""
    headers = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
    return _sent(content, status, headers, "application/json")


def csv_response(content: str | IO[bytes], name: str) -> Response:
    """A download; starts with the byte order mark, by which Excel recognises UTF-8."""
    safe = re.sub(r"[^A-Za-z0-9.]+", "-", name)
    headers = {"content-disposition": f'attachment; filename="{safe}.csv"'}
    return _sent(content, 200, headers, "text/csv; charset=utf-8", "\ufeff")


def _sent(
    content: str | bytes | IO[bytes],
    status: int,
    headers: dict[str, str],
    media: str,
    mark: str = "",
) -> Response:
    if isinstance(content, str):
        content = (mark + content).encode()
    if isinstance(content, bytes):
        return Response(content, status, headers, media_type=media)
    size = len(mark.encode()) + content.tell()
    content.seek(0)
    headers = {**headers, "content-length": str(size)}
    return StreamingResponse(_read(content, mark), status, headers, media_type=media)


async def _read(file: IO[bytes], mark: str) -> AsyncIterator[bytes]:
    with file:
        yield mark.encode()
        while part := file.read(AT_ONCE):
            yield part
