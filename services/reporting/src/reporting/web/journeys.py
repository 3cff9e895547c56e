"""HTTP: the history of an application, school, award, form, event, correlation or trace."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from reporting.pages.formatting import journey_address
from reporting.reports.report import snapshot
from reporting.use_cases.journeys import Journey, find_journey
from reporting.web.responses import json_response, page_of

router = APIRouter(tags=["journeys"])
ONE_LINE = r"^[^\x00-\x1f\x7f]+$"
Identity = Annotated[str, Path(max_length=200, pattern=ONE_LINE)]


async def _found(request: Request, identity: str) -> Journey:
    service = request.app.state.service
    async with snapshot(service.store) as session:
        return await find_journey(session, identity.strip(), service.clock())


@router.get("/journeys", summary="Track a reference", response_class=HTMLResponse)
async def find(
    request: Request,
    id: Annotated[str, Query(max_length=200)] = "",  # noqa: A002 - the form's field
) -> Response:
    """The form; with a reference, a redirect to its history."""
    if id.strip():
        return RedirectResponse(journey_address(id.strip()), 303)
    return page_of(request, "journeys")


@router.get("/journeys/{identity:path}.json", summary="A journey as JSON")
async def journey_json(request: Request, identity: Identity) -> Response:
    """The events in order; 404 with no events where none has the reference."""
    found = await _found(request, identity)
    return json_response(orjson.dumps(found.as_json()), 200 if found.stops else 404)


@router.get("/journeys/{identity:path}", summary="A journey", response_class=HTMLResponse)
async def journey_html(request: Request, identity: Identity) -> Response:
    """The events in order."""
    found = await _found(request, identity)
    return page_of(request, "journey", 200 if found.stops else 404, journey=found)
