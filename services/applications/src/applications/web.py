"""HTTP: rounds, applications and awards, each only as far as it is public."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Request
from pydantic import BaseModel, Field

from applications.views import public
from applications.views.listing import Listing
from chassis import Service

router = APIRouter(tags=["applications"])


class Asked(BaseModel):
    """Which applications a list shows."""

    round: str | None = Field(None, max_length=64)
    category: str | None = Field(None, max_length=40)
    state: str | None = Field(None, max_length=20)
    authority: str | None = Field(None, pattern=r"^\d{3}$")
    lead_school: str | None = Field(None, pattern=r"^[1-9]\d{5}$")
    outcome: str | None = Field(None, max_length=40)
    submitted_from: date | None = None
    submitted_until: date | None = None
    after: str = Field("", max_length=40)
    limit: int = Field(500, ge=1, le=500)

    def listing(self) -> Listing:
        """What is asked for, and one more: it says whether there is a next page."""
        apart = {"submitted_from", "submitted_until", "after", "limit"}
        equal = self.model_dump(exclude=apart, exclude_none=True)
        days = self.submitted_from, self.submitted_until
        return Listing(equal, *days, self.after, self.limit + 1)


@router.get("/rounds", summary="Funding rounds and their public money")
async def rounds(request: Request) -> dict[str, Any]:
    """Money that is decided but not released counts as left."""
    async with _service(request).store.reading() as session:
        return {"rounds": await public.rounds(session)}


@router.get("/applications", summary="Applications, by reference")
async def applications(request: Request, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """Before the release only what is always public. `next` is null at the end.

    The other filters (`lead_school`, `outcome`, `submitted_from`, `submitted_until`) find only
    applications with an announced decision. With a day of submission the order is that of
    submission.
    """
    async with _service(request).store.reading() as session:
        found = await public.applications(session, asked.listing())
    page, more = found[: asked.limit], len(found) > asked.limit
    return {"applications": page, "next": page[-1]["application"] if more else None}


@router.get("/applications/{reference}", summary="One application")
async def application(request: Request, reference: str) -> dict[str, Any]:
    """Before the release: reference, round, authority, category and state."""
    async with _service(request).store.reading() as session:
        found = await public.application(session, reference)
    if found is None:
        raise HTTPException(404, "There is no application with this reference.")
    return found


@router.get("/awards/{reference}", summary="One award with its milestones")
async def award(request: Request, reference: str) -> dict[str, Any]:
    """The award, its purpose, and how much of it is paid."""
    async with _service(request).store.reading() as session:
        found = await public.award(session, reference)
    if found is None:
        raise HTTPException(404, "There is no award with this reference.")
    return found


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service
