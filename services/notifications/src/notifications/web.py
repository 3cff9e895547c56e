"""HTTP: what became of each delivery, for operators, without an address in clear."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import Field

from notifications.use_cases.listing import Choice, Delivery, find_delivery, list_deliveries

MOST = 500


class Asked(Choice):
    """A page of them: `after` is the last notification of the one before."""

    limit: int = Field(MOST, ge=1, le=MOST)


router = APIRouter(tags=["deliveries"])


@router.get("/deliveries", summary="Deliveries, the newest first")
async def deliveries(request: Request, choice: Annotated[Asked, Query()]) -> list[Delivery]:
    """Narrowed by state, reference, person or event; at most 500, the next `after` the last."""
    async with request.app.state.service.store.reading() as session:
        return await list_deliveries(session, choice)


@router.get("/deliveries/{notification}", summary="One delivery")
async def delivery(request: Request, notification: str) -> Delivery:
    """404 where there is none of this id."""
    async with request.app.state.service.store.reading() as session:
        found = await find_delivery(session, notification)
    if found is None:
        raise HTTPException(404, "There is no delivery of this id.")
    return found
