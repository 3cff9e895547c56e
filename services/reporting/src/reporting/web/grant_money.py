"""HTTP: what the journal tells of each application's money, for other programs to compare."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from reporting.reports.report import snapshot
from reporting.use_cases.grant_money import grant_money
from reporting.web.responses import json_response

router = APIRouter(tags=["reports"])
LIMIT = 500


@router.get("/journal/money.json", summary="Each application's money by the journal; in pence")
async def money(request: Request, after: Annotated[str, Query(max_length=40)] = "") -> Response:
    """Released money alone, by reference; `next` is null at the end."""
    async with snapshot(request.app.state.service.store) as session:
        found = await grant_money(session, after, LIMIT)
    following = found[-1].application if len(found) == LIMIT else None
    listed = [each.as_json() for each in found]
    return json_response(orjson.dumps({"applications": listed, "next": following}))
