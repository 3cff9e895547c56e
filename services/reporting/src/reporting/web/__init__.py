"""HTTP: the first page, and each report as a page, as JSON and as CSV."""

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from pydantic import BaseModel, Field

from chassis.http import unknown_parameters
from reporting.domain.selection import Selection
from reporting.pages import STYLE, report_page
from reporting.pages.csv_export import csv_of
from reporting.reports import Report, make_report, reports_for
from reporting.reports.overview import overview
from reporting.reports.report import snapshot
from reporting.web import journeys, published
from reporting.web.responses import (
    case_pages,
    csv_response,
    json_response,
    page_of,
    page_response,
)

router = APIRouter(tags=["reports"])
router.include_router(
    published.router
)  # first: "published" is also a word that a report could be named
router.include_router(journeys.router)


class Parameters(BaseModel):
    """Which part of a report is asked for; a form sends what is not chosen as empty."""

    authority: str = Field("", pattern=r"^(\d{3})?$")
    rounds: Literal["", "open", "closed"] = ""

    def selection(self) -> Selection:
        """The part; empty parameters take all."""
        return Selection(self.authority or None, self.rounds or None)


Asked = Annotated[Parameters, Query()]


async def _made(request: Request, name: str, asked: Parameters) -> Report:
    served = reports_for(case_pages=case_pages(request))
    if name not in served:
        raise HTTPException(404, f"There is no report {name!r}. Reports: {', '.join(served)}.")
    selection, known = asked.selection(), served[name].selected_by
    if unknown := selection.given().keys() - set(known):
        raise unknown_parameters(unknown, known)
    service = request.app.state.service
    async with snapshot(service.store) as session:
        return await make_report(name, session, service.clock(), selection)


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
    return json_response((await _made(request, name, asked)).content())


@router.get("/reports/{name}.csv", summary="A report as CSV; money in pence")
async def report_csv(request: Request, name: str, asked: Asked) -> Response:
    """The report's table for spreadsheets."""
    report = await _made(request, name, asked)
    parts = (name, *report.selection.given().values(), str(report.position))
    return csv_response(csv_of(report), "-".join(parts))


@router.get("/reports/{name}", summary="A report as a page", response_class=HTMLResponse)
async def report_html(request: Request, name: str, asked: Asked) -> Response:
    """The report with charts, tables and definitions."""
    report = await _made(request, name, asked)
    return page_response(report_page(report, case_pages=case_pages(request)))
