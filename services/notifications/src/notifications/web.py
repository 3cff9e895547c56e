"""HTTP: the deliveries, for operators, with masked addresses."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import Field

from notifications.use_cases.listing import Choice, Delivery, find_delivery, list_deliveries

MAX = 500


class Page(Choice):
    """A page of deliveries: `after` is the last notification of the page before."""

    limit: int = Field(MAX, ge=1, le=MAX)


router = APIRouter(tags=["deliveries"])


@router.get("/deliveries", summary="Deliveries, the newest first")
async def deliveries(request: Request, choice: Annotated[Page, Query()]) -> list[Delivery]:
    """Filter by state, reference, person or event. At most 500: `after` gives the next page."""
    async with request.app.state.service.store.reading() as session:
        return await list_deliveries(session, choice)


@router.get("/deliveries/{notification}", summary="One delivery")
async def delivery(request: Request, notification: str) -> Delivery:
    """404 if there is no delivery with this id."""
    async with request.app.state.service.store.reading() as session:
        found = await find_delivery(session, notification)
    if found is None:
        raise HTTPException(404, "There is no delivery with this id.")
    return found
