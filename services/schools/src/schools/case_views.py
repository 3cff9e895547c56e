"""What the API adds to a school: support for all, and what tells of its cases by a setting."""

from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from schools.domain.support import Support
from schools.domain.visit import Visit
from schools.store.programme import results_of
from schools.store.repositories import (
    CASES,
    INTERVENTIONS,
    NOTICES,
    POWERS,
    SUPPORTS,
    TIERS,
    VISITS,
)
from schools.store.tables import (
    CaseRow,
    ConcernRow,
    InterventionRow,
    NoticeRow,
    PowerRow,
    SupportRow,
    VisitRow,
)

CONCERN = ("concern", "kind", "severity", "matter", "raised_at")  # never the summary


async def support_of(session: AsyncSession, urn: str) -> dict[str, Any]:
    """Support that the school receives and gives, as the events tell of it."""
    received = await SUPPORTS.where(session, col(SupportRow.urn) == urn)
    provider = col(SupportRow.content)["terms"]["provider_urn"].as_string()
    given = await SUPPORTS.where(session, provider == urn)
    return {
        "support_received": [_support(each) for each in received],
        "support_given": [_support(each) for each in given],
    }


async def cases_of(session: AsyncSession, urn: str) -> dict[str, Any]:
    """Tier, cases, visits, concerns that are not restricted, statutory steps and results."""
    tiers = await TIERS.find(session, urn)
    cases = await CASES.where(session, col(CaseRow.urn) == urn)
    visits = await VISITS.where(session, col(VisitRow.urn) == urn)
    notices = await NOTICES.where(session, col(NoticeRow.urn) == urn)
    powers = await POWERS.where(session, col(PowerRow.urn) == urn)
    steps = await INTERVENTIONS.where(session, col(InterventionRow.urn) == urn)
    return {
        "tier": _wire(tiers.public()) if tiers and tiers.decisions else None,
        "cases": [_wire(each.public()) for each in cases],
        "visits": [_visit(each) for each in visits],
        "concerns": await _concerns(session, urn),
        "notices": [_wire(shown) for each in notices if (shown := each.shown())],
        "powers": [_wire(each.public()) for each in powers],
        "interventions": [_wire(each.public()) for each in steps],
        "results": await _results(session, urn),
    }


def _support(support: Support) -> dict[str, Any]:
    """Without attendances, which would tell of very few people."""
    parts = [
        {name: each for name, each in part.items() if name != "headcount"}
        for part in support.public()["deliveries"]
    ]
    told = {name: each for name, each in support.public().items() if name != "headcount"}
    shown: dict[str, Any] = _wire({**told, "deliveries": parts})
    return shown


def _visit(visit: Visit) -> dict[str, Any]:
    """Its note once it is published."""
    note = visit.note.note if visit.published_because else None
    return {**visit.public(), "note": note}


async def _concerns(session: AsyncSession, urn: str) -> list[dict[str, Any]]:
    """Restricted ones are left out whole."""
    wanted = select(ConcernRow).where(ConcernRow.urn == urn, col(ConcernRow.restricted).is_(False))
    rows = await session.exec(wanted.order_by(col(ConcernRow.raised_at).desc()))
    return [row.model_dump(include=set(CONCERN)) for row in rows]


async def _results(session: AsyncSession, urn: str) -> list[dict[str, Any]]:
    """The version that holds of each year and stage; small cohorts are suppressed."""
    found = sorted(await results_of(session, urn), key=lambda each: each.reference)
    return [
        {
            "academic_year": each.academic_year,
            "stage": each.stage,
            "version": each.version,
            "published_on": each.published_on,
            "measures": [vars(measure.shown()) for measure in each.measures],
        }
        for each in found
    ]


def _wire(shown: Any) -> Any:
    """Public state with the names of the wire: a field may be called `from` there."""
    if isinstance(shown, dict):
        return {"from" if key == "begins" else key: _wire(each) for key, each in shown.items()}
    return [_wire(each) for each in shown] if isinstance(shown, list) else shown
