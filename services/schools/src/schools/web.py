"""HTTP: the schools of the register, one school with its history, and the dates that run."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Path, Query, Request
from pydantic import BaseModel, Field

from chassis import Service
from chassis.domain import london_date
from chassis.http import unknown_parameters
from schools.case_views import cases_of, support_of
from schools.clocks import running_dates
from schools.events.tiers import Tier
from schools.store import queries
from schools.views import one_school

router = APIRouter(tags=["schools"])

MAX_SCHOOLS = 500


class Filters(BaseModel):
    """The filters of a list of schools."""

    la: str | None = Field(None, pattern=r"^\d{3}$")
    authority: str | None = Field(None, pattern=r"^\d{3}$")
    status: str | None = Field(None, pattern=r"^\d$")
    type: str | None = Field(None, pattern=r"^\d{1,2}$")
    phase: str | None = Field(None, pattern=r"^\d$")
    postcode: str | None = Field(None, max_length=10)
    academy: bool | None = None
    trust: str | None = Field(None, max_length=200)
    tier: Tier | None = None
    name: str = Field("", max_length=100)
    text: str = Field("", max_length=100)
    after: str = Field("", pattern=r"^\d{0,6}$")
    limit: int = Field(50, ge=1, le=MAX_SCHOOLS)

    def filters(self) -> dict[str, str | bool]:
        """The columns that must have these values."""
        asked = {
            "la_code": self.authority or self.la,
            "status_code": self.status,
            "type_code": self.type.zfill(2) if self.type else None,
            "phase_code": self.phase,
            "postcode": self.postcode,
            "academy": self.academy,
            "trust": self.trust,
        }
        return {column: value for column, value in asked.items() if value is not None}


@router.get("/schools", summary="Schools of the register, by URN")
async def schools(request: Request, asked: Annotated[Filters, Query()]) -> dict[str, Any]:
    """A page of schools; `next` is the address of the next page, or null.

    `text` is a part of a name, a trust or a postcode, or a URN. `tier` needs the setting
    SCHOOLS_CASE_QUERIES.
    """
    service: Service = request.app.state.service
    if asked.tier and not _shows_cases(request):
        raise unknown_parameters(["tier"], sorted(Filters.model_fields.keys() - {"tier"}))
    words = queries.Words(asked.name, asked.text, asked.tier)
    async with service.store.reading() as session:
        found, total = await queries.page_of_schools(
            session, asked.filters(), words, asked.after, asked.limit + 1
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
    """Its state, history, predecessors and successors, inspections, and support.

    With the setting SCHOOLS_CASE_QUERIES also its tier, cases, concerns that are not restricted,
    visits, statutory steps and results.
    """
    service: Service = request.app.state.service
    async with service.store.reading() as session:
        found = await one_school(session, urn)
        if found is None:
            raise HTTPException(404, f"The register has no school with the URN {urn}.")
        support = await support_of(session, urn)
        cases = await cases_of(session, urn) if _shows_cases(request) else {}
    return {**found, **support, **cases}


class ClockFilters(BaseModel):
    """Which dates are asked for."""

    authority: str | None = Field(None, pattern=r"^\d{3}$")
    offset: int = Field(0, ge=0, le=100_000)
    limit: int = Field(50, ge=1, le=MAX_SCHOOLS)


@router.get("/clocks", summary="Every running date, with the working days left")
async def clocks(request: Request, asked: Annotated[ClockFilters, Query()]) -> dict[str, Any]:
    """The next one first; `next` is the address of the next page, or null.

    Ends of support; with the setting SCHOOLS_CASE_QUERIES also reviews of tiers and cases, answers
    to visits, and the clocks of warning notices.
    """
    service: Service = request.app.state.service
    end = asked.offset + asked.limit
    async with service.store.reading() as session:
        found, total = await running_dates(
            session,
            asked.authority,
            london_date(service.clock()),
            slice(asked.offset, end),
            cases=_shows_cases(request),
        )
    more = {**request.query_params, "offset": end}
    return {
        "total": total,
        "clocks": found,
        "next": f"/clocks?{urlencode(more)}" if total > end else None,
    }


def _shows_cases(request: Request) -> bool:
    """Whether this process serves what tells of schools' cases."""
    return bool(request.app.state.service.settings.case_queries)


def _following(asked: Mapping[str, str], last: str) -> str:
    return "/schools?" + urlencode({**asked, "after": last})
