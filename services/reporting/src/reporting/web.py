"""HTTP: the first page and the reports, each as a page, as JSON and as CSV."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from reporting import web_journeys, web_published
from reporting.answers import csv_answer, json_answer, page_answer
from reporting.overview import overview
from reporting.pages import STYLE, render, report_page
from reporting.pages.sheet import csv_of
from reporting.reports import REPORTS, Report
from reporting.reports.report import snapshot

router = APIRouter(tags=["reports"])
router.include_router(web_published.router)  # before the reports, whose names are any word
router.include_router(web_journeys.router)


async def _made(request: Request, name: str) -> Report:
    if name not in REPORTS:
        raise HTTPException(404, f"There is no such report; there are {', '.join(REPORTS)}.")
    service = request.app.state.service
    async with snapshot(service.store) as session:
        return await REPORTS[name].make(session, service.clock())


@router.get("/", summary="What there is to read", response_class=HTMLResponse)
async def index(request: Request) -> Response:
    """The reports, the journal's state and a way into the journeys."""
    async with snapshot(request.app.state.service.store) as session:
        return page_answer(render("index", **await overview(session)))


@router.get("/assets/attain.css", include_in_schema=False)
async def style() -> Response:
    """The pages' own style; nothing is fetched from elsewhere."""
    return FileResponse(STYLE, media_type="text/css", headers={"cache-control": "max-age=300"})


@router.get("/reports/{name}.json", summary="A report as JSON, money in pence")
async def report_json(request: Request, name: str) -> Response:
    """For programs."""
    return json_answer((await _made(request, name)).content())


@router.get("/reports/{name}.csv", summary="A report as CSV, money in pence")
async def report_csv(request: Request, name: str) -> Response:
    """For spreadsheets."""
    report = await _made(request, name)
    return csv_answer(csv_of(report), f"{name}-{report.position}")


@router.get("/reports/{name}", summary="A report as a page", response_class=HTMLResponse)
async def report_html(request: Request, name: str) -> Response:
    """For people."""
    return page_answer(report_page(await _made(request, name)))
