"""HTTP: the frozen reports, exactly as they were stored."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Request
from fastapi.responses import HTMLResponse, Response
from sqlalchemy import select

from reporting.answers import csv_answer, json_answer, page_answer
from reporting.pages import render
from reporting.store import PUBLISHED

router = APIRouter(tags=["reports"])
Reference = Annotated[str, Path(max_length=40, pattern=r"^R-\d{4}-\d+$")]


async def _frozen(request: Request, reference: str, column: str) -> str:
    wanted = select(PUBLISHED.c[column]).where(PUBLISHED.c.report == reference)
    async with request.app.state.service.store.reading() as session:
        found: str | None = (await session.execute(wanted)).scalar_one_or_none()
    if found is None:
        raise HTTPException(404, "No report was frozen under this reference.")
    return found


@router.get("/reports/published", summary="The frozen reports", response_class=HTMLResponse)
async def published(request: Request) -> Response:
    """Newest first."""
    return page_answer(render("published", published=await _list(request)))


@router.get("/reports/published.json", summary="The frozen reports")
async def published_json(request: Request) -> list[dict[str, Any]]:
    """Newest first, whole."""
    return await _list(request)


@router.get("/reports/published/{reference}.json", summary="A frozen report as JSON")
async def frozen_json(request: Request, reference: Reference) -> Response:
    """The very bytes that the checksum is of."""
    return json_answer(await _frozen(request, reference, "content"))


@router.get("/reports/published/{reference}.csv", summary="A frozen report as CSV")
async def frozen_csv(request: Request, reference: Reference) -> Response:
    """As it stood."""
    return csv_answer(await _frozen(request, reference, "sheet"), reference)


@router.get(
    "/reports/published/{reference}",
    summary="A frozen report as a page",
    response_class=HTMLResponse,
)
async def frozen_html(request: Request, reference: Reference) -> Response:
    """As it stood."""
    return page_answer(await _frozen(request, reference, "page"))


async def _list(request: Request) -> list[dict[str, Any]]:
    names = ("report", "name", "as_of", "position", "definition", "checksum")
    wanted = select(*(PUBLISHED.c[name] for name in names)).order_by(
        PUBLISHED.c.as_of.desc(), PUBLISHED.c.report.desc()
    )
    async with request.app.state.service.store.reading() as session:
        return [dict(row) for row in (await session.execute(wanted)).mappings()]
