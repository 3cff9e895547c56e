"""HTTP: the published reports, exactly as they were stored."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import select

from reporting.store import PUBLISHED
from reporting.web.responses import csv_response, json_response, page_of, page_response

router = APIRouter(tags=["reports"])
Reference = Annotated[str, Path(max_length=40, pattern=r"^R-\d{4}-\d+$")]


async def _stored(request: Request, reference: str, column: str) -> str:
    wanted = select(PUBLISHED.c[column]).where(PUBLISHED.c.report == reference)
    async with request.app.state.service.store.reading() as session:
        found: str | None = (await session.execute(wanted)).scalar_one_or_none()
    if found is None:
        raise HTTPException(404, f"There is no published report {reference}.")
    return found


@router.get("/reports/published", summary="The published reports", response_class=HTMLResponse)
async def published(request: Request) -> Response:
    """Newest first."""
    return page_of(request, "published", published=await _list(request))


@router.get("/reports/published.json", summary="The published reports")
async def published_json(request: Request) -> list[dict[str, Any]]:
    """Newest first, with checksums."""
    return await _list(request)


@router.get("/reports/published/{reference}.json", summary="A published report as JSON")
async def published_report_json(request: Request, reference: Reference) -> Response:
    """The bytes that the checksum is of."""
    return json_response(await _stored(request, reference, "content"))


@router.get("/reports/published/{reference}.csv", summary="A published report as CSV")
async def published_report_csv(request: Request, reference: Reference) -> Response:
    """The fixed copy."""
    return csv_response(await _stored(request, reference, "sheet"), reference)


@router.get(
    "/reports/published/{reference}",
    summary="A published report as a page",
    response_class=HTMLResponse,
)
async def published_report_html(request: Request, reference: Reference) -> Response:
    """The fixed copy."""
    return page_response(await _stored(request, reference, "page"))


async def _list(request: Request) -> list[dict[str, Any]]:
    names = ("report", "name", "as_of", "position", "definition", "checksum")
    wanted = select(*(PUBLISHED.c[name] for name in names)).order_by(
        PUBLISHED.c.as_of.desc(), PUBLISHED.c.report.desc()
    )
    async with request.app.state.service.store.reading() as session:
        return [dict(row) for row in (await session.execute(wanted)).mappings()]
