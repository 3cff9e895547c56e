"""HTTP: the search for schools, and the page of one school."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from reporting.profiles import profile
from reporting.profiles.search import PAGE, find_schools
from reporting.reports.report import authorities, snapshot
from reporting.web.responses import case_pages, page_of

router = APIRouter(tags=["schools"])
Urn = Annotated[str, Path(pattern=r"^[1-9]\d{5}$")]


class Search(BaseModel):
    """What is asked for; a form sends what is not filled in as empty."""

    q: str = Field("", max_length=100)
    authority: str = Field("", pattern=r"^(\d{3})?$")
    page: int = Field(1, ge=1, le=10_000)


@router.get("/schools", summary="Find a school", response_class=HTMLResponse)
async def search(request: Request, asked: Annotated[Search, Query()]) -> Response:
    """Schools by name, URN or authority."""
    text = asked.q.strip()
    async with snapshot(request.app.state.service.store) as session:
        found, total = await find_schools(session, text, asked.authority or None, asked.page)
        choices = await authorities(session)
    return page_of(
        request,
        "find_school",
        asked=asked,
        text=text,
        found=found,
        total=total,
        choices=choices,
        pages=-(-total // PAGE),
    )


@router.get("/schools/{urn}", summary="A school", response_class=HTMLResponse)
async def school(request: Request, urn: Urn) -> Response:
    """What is open; what tells of its cases only where the setting case_pages says so."""
    service = request.app.state.service
    async with snapshot(service.store) as session:
        found = await profile(session, urn, service.clock(), cases=case_pages(request))
    if found is None:
        raise HTTPException(404, f"The register has no school with the URN {urn}.")
    return page_of(request, "school", **found)
