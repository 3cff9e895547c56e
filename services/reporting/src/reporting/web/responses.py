"""HTTP responses: their media types, and what a browser may load."""

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from reporting.pages import render

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def page_response(html: str, status: int = 200) -> Response:
    """A page that may load our style and no script, and nothing from other sites."""
    return HTMLResponse(html, status, headers={"content-security-policy": _POLICY})


def case_pages(request: Request) -> bool:
    """Whether this process serves what tells of schools' cases."""
    return bool(request.app.state.service.settings.case_pages)


def page_of(request: Request, page: str, status: int = 200, **shown: Any) -> Response:
    """A page by its template."""
    return page_response(render(page, case_pages=case_pages(request), **shown), status)


def json_response(content: str | bytes, status: int = 200) -> Response:
    """JSON; open data, so pages of other sites may read it."""
    headers = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
    return Response(content, status, headers, media_type="application/json")


def csv_response(content: str, name: str) -> Response:
    """A download; starts with the byte order mark, by which Excel recognises UTF-8."""
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response("\ufeff" + content, 200, headers, media_type="text/csv; charset=utf-8")
