"""What is shown of a school only where the setting case_pages says so."""

from typing import Any

from sqlalchemy import select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.domain.results import Progress, progress
from reporting.reports.report import holding, rows_of, undecided
from reporting.store import READ_MODELS


async def case_parts(session: AsyncSession, urn: str) -> dict[str, Any]:
    """Tiers, cases, concerns that are not restricted, visits, statutory steps and results."""
    return {
        "tier": await _one(session, "tier", urn),
        "periods": await _periods(session, urn),
        "proposal": await _proposal(session, urn),
        "cases": await _newest(session, "school_case", urn, "opened_at", "case"),
        "concerns": await _concerns(session, urn),
        "visits": await _visits(session, urn),
        "notices": await _newest(session, "notice", urn, "issued_on", "notice"),
        "powers": await _newest(session, "power_used", urn, "used_on", "power"),
        "interventions": await _newest(session, "intervention", urn, "told_on", "kind"),
        "results": await _results(session, urn),
    }


async def _one(session: AsyncSession, table: str, urn: str) -> Row | None:
    model = READ_MODELS[table]
    found = await rows_of(session, select(model).where(model.c.urn == urn))
    return found[0] if found else None


async def _newest(session: AsyncSession, table: str, urn: str, by: str, key: str) -> list[Row]:
    model = READ_MODELS[table]
    order = (model.c[by].desc(), model.c[key].desc())
    return await rows_of(session, select(model).where(model.c.urn == urn).order_by(*order))


async def _periods(session: AsyncSession, urn: str) -> list[Row]:
    tier, period = READ_MODELS["tier"], READ_MODELS["tier_period"]
    wanted = select(period).join(tier, holding(period, tier)).where(tier.c.urn == urn)
    return await rows_of(session, wanted.order_by(period.c.begins.desc()))


async def _proposal(session: AsyncSession, urn: str) -> Row | None:
    """A proposal that no decision has followed."""
    tier, proposal = READ_MODELS["tier"], READ_MODELS["tier_proposal"]
    found = await rows_of(
        session,
        select(proposal)
        .outerjoin(tier, tier.c.urn == proposal.c.urn)
        .where(proposal.c.urn == urn, undecided(tier, proposal)),
    )
    return found[0] if found else None


async def _concerns(session: AsyncSession, urn: str) -> list[Row]:
    concern = READ_MODELS["concern"]
    wanted = select(concern).where(concern.c.urn == urn, concern.c.restricted.is_(False))
    return await rows_of(session, wanted.order_by(concern.c.raised_at.desc()))


async def _visits(session: AsyncSession, urn: str) -> list[Row]:
    """Each visit; its note once it is published."""
    visit, note = READ_MODELS["visit"], READ_MODELS["visit_note"]
    wanted = (
        select(visit, note.c.note)
        .outerjoin(note, note.c.visit == visit.c.visit)
        .where(visit.c.urn == urn)
        .order_by(visit.c.visited_on.desc(), visit.c.visit.desc())
    )
    return await rows_of(session, wanted)


async def _results(session: AsyncSession, urn: str) -> list[Progress]:
    results, measure = READ_MODELS["results"], READ_MODELS["result_measure"]
    wanted = (
        select(measure, results.c.release)
        .join(results, holding(measure, results))
        .where(measure.c.urn == urn)
        .order_by(measure.c.stage, measure.c.headline.desc(), measure.c.title)
    )
    return progress(await rows_of(session, wanted))
