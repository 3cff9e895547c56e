"""HTTP: the schools of the register, and one school with its history and related schools."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Path, Query, Request
from pydantic import BaseModel, Field

from chassis import Service
from schools.store import queries
from schools.views import one_school

router = APIRouter(tags=["schools"])

MAX_SCHOOLS = 500


class Filters(BaseModel):
    """The filters of a list of schools."""

    la: str | None = Field(None, pattern=r"^\d{3}$")
    status: str | None = Field(None, pattern=r"^\d$")
    type: str | None = Field(None, pattern=r"^\d{1,2}$")
    phase: str | None = Field(None, pattern=r"^\d$")
    postcode: str | None = Field(None, max_length=10)
    academy: bool | None = None
    name: str = Field("", max_length=100)
    after: str = Field("", pattern=r"^\d{0,6}$")
    limit: int = Field(50, ge=1, le=MAX_SCHOOLS)

    def filters(self) -> dict[str, str | bool]:
        """The columns that must have these values."""
        asked = {
            "la_code": self.la,
            "status_code": self.status,
            "type_code": self.type.zfill(2) if self.type else None,
            "phase_code": self.phase,
            "postcode": self.postcode,
            "academy": self.academy,
        }
        return {column: value for column, value in asked.items() if value is not None}


@router.get("/schools", summary="Schools of the register, by URN")
async def schools(request: Request, asked: Annotated[Filters, Query()]) -> dict[str, Any]:
    """A page of schools; `next` is the address of the next page, or null."""
    service: Service = request.app.state.service
    async with service.store.reading() as session:
        found, total = await queries.page_of_schools(
            session, asked.filters(), asked.name, asked.after, asked.limit + 1
        )
    page = found[: asked.limit]
    more = len(found) > asked.limit
    return {
        "total": total,
        "schools": page,
        "next": _following(request.query_params, page[-1]["urn"]) if more else None,
    }


@router.get("/schools/{urn}", summary="One school")
async def school(
    request: Request, urn: Annotated[str, Path(pattern=r"^[1-9]\d{5}$")]
) -> dict[str, Any]:
    """Its state, its history with dates, its predecessors and successors."""
    service: Service = request.app.state.service
    async with service.store.reading() as session:
        found = await one_school(session, urn)
    if found is None:
        raise HTTPException(404, f"The register has no school with the URN {urn}.")
    return found


def _following(asked: Mapping[str, str], last: str) -> str:
    return "/schools?" + urlencode({**asked, "after": last})
