"""What every answer over HTTP has in common: its media type and what a browser may load."""

from fastapi.responses import HTMLResponse, Response

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def page_answer(html: str, status: int = 200) -> Response:
    """A page: no script, no style but ours, nothing from elsewhere."""
    return HTMLResponse(html, status, headers={"content-security-policy": _POLICY})


def json_answer(content: str | bytes, status: int = 200) -> Response:
    """JSON that is ready made; open data, so any page may read it."""
    headers = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
    return Response(content, status, headers, media_type="application/json")


def csv_answer(content: str, name: str) -> Response:
    """A download under a name that says which report and which event; with the mark Excel wants."""
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response("\ufeff" + content, 200, headers, media_type="text/csv; charset=utf-8")
