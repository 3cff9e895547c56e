"""HTTP: the first page, and each report as a page, as JSON and as CSV."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.domain import london_date
from chassis.http import unknown_parameters
from reporting.domain.selection import Selection
from reporting.pages import STYLE, report_page
from reporting.pages.files import csv_parts, json_parts
from reporting.reports import Report, make_report, reports_for
from reporting.reports.overview import overview
from reporting.reports.report import snapshot
from reporting.web import grant_money, journeys, published, schools
from reporting.web.parameters import Asked, Parameters
from reporting.web.responses import (
    case_pages,
    csv_response,
    json_response,
    kept,
    page_of,
    page_response,
)

router = APIRouter(tags=["reports"])
router.include_router(
    published.router
)  # first: "published" is also a word that a report could be named
router.include_router(journeys.router)
router.include_router(grant_money.router)
router.include_router(schools.router)


def _selected(request: Request, name: str, asked: Parameters, *, paged: bool = False) -> Selection:
    served = reports_for(case_pages=case_pages(request))
    if name not in served:
        raise HTTPException(404, f"There is no report {name!r}. Reports: {', '.join(served)}.")
    today = london_date(request.app.state.service.clock())
    selection, known = asked.selection(today), served[name].selected_by
    given = [*selection.given(), *(["page"] if selection.page else [])]
    if unknown := [each for each in given if each not in known or (each == "page" and not paged)]:
        raise unknown_parameters(unknown, known)
    if selection.period and selection.period.kind not in served[name].year_kinds:
        raise HTTPException(400, f"This report has no {selection.period.kind} years.")
    return replace(selection, page=(selection.page or 1) if paged else None)


@asynccontextmanager
async def _made(
    request: Request, name: str, selection: Selection
) -> AsyncIterator[tuple[Report, AsyncSession]]:
    service = request.app.state.service
    async with snapshot(service.store) as session:
        yield await make_report(name, session, service.clock(), selection), session


@router.get("/", summary="The first page", response_class=HTMLResponse)
async def index(request: Request) -> Response:
    """The reports, the latest activity and a form to track a reference."""
    async with snapshot(request.app.state.service.store) as session:
        return page_of(request, "index", **await overview(session))


@router.get("/assets/attain.css", include_in_schema=False)
async def style() -> Response:
    """The style of every page; browsers fetch nothing from other sites."""
    return FileResponse(STYLE, media_type="text/css", headers={"cache-control": "max-age=300"})


@router.get("/reports/{name}.json", summary="A report as JSON; money in pence")
async def report_json(request: Request, name: str, asked: Asked) -> Response:
    """Figures for programs: of all, or of one authority and of open or closed rounds."""
    selection = _selected(request, name, asked)
    async with _made(request, name, selection) as (report, session):
        return json_response(await kept(json_parts(report, session)))


@router.get("/reports/{name}.csv", summary="A report as CSV; money in pence")
async def report_csv(request: Request, name: str, asked: Asked) -> Response:
    """The report's table for spreadsheets."""
    selection = _selected(request, name, asked)
    async with _made(request, name, selection) as (report, session):
        parts = (name, *report.selection.given().values(), str(report.position))
        return csv_response(await kept(csv_parts(report, session)), "-".join(parts))


@router.get("/reports/{name}", summary="A report as a page", response_class=HTMLResponse)
async def report_html(request: Request, name: str, asked: Asked) -> Response:
    """The report with charts, tables and definitions."""
    selection = _selected(request, name, asked, paged=True)
    async with _made(request, name, selection) as (report, _):
        return page_response(report_page(report, case_pages=case_pages(request)))
