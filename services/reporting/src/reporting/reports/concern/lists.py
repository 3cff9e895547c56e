"""The lists of the report: movements between tiers, open cases and notices that run."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.concern import RUNNING_NOTICES
from reporting.domain.selection import Selection
from reporting.reports.report import holding, undecided
from reporting.reports.within import in_authority
from reporting.store import READ_MODELS


def tiers(selection: Selection) -> Select[Any]:
    """How many schools each tier has."""
    tier = READ_MODELS["tier"]
    counted = select(tier.c.tier, func.count().label("schools"))
    return counted.where(*in_authority(tier.c.la_code, selection)).group_by(tier.c.tier)


def movements(selection: Selection, since: datetime) -> Select[Any]:
    """The tiers that began since then, the newest first."""
    tier, period = READ_MODELS["tier"], READ_MODELS["tier_period"]
    return (
        select(
            period.c.urn,
            tier.c.name,
            tier.c.la_code,
            period.c.from_tier,
            period.c.tier,
            period.c.begins,
        )
        .join(tier, holding(period, tier))
        .where(period.c.begins >= since, *in_authority(tier.c.la_code, selection))
        .order_by(period.c.begins.desc(), period.c.urn)
    )


def proposals(selection: Selection) -> Select[Any]:
    """Tiers that the rules propose and no officer has decided on, the oldest first."""
    tier, proposal, school = (READ_MODELS[name] for name in ("tier", "tier_proposal", "school"))
    columns = (
        proposal.c.urn,
        school.c.name,
        school.c.la_code,
        proposal.c.time.label("proposed_at"),
    )
    return (
        select(*columns, proposal.c.from_tier.label("tier_now"), proposal.c.tier.label("proposed"))
        .join(school, school.c.urn == proposal.c.urn)
        .outerjoin(tier, tier.c.urn == proposal.c.urn)
        .where(undecided(tier, proposal), *in_authority(school.c.la_code, selection))
        .order_by(proposal.c.time, proposal.c.urn)
    )


def cases(selection: Selection) -> Select[Any]:
    """The open cases, the one whose review is due first at the top."""
    case = READ_MODELS["school_case"]
    names = ("case", "urn", "name", "la_code", "rag", "opened_at", "review_due", "reviews_missed")
    return (
        select(*(case.c[name] for name in names), case.c.open_actions)
        .where(case.c.state == "open", *in_authority(case.c.la_code, selection))
        .order_by(case.c.review_due, case.c.case)
    )


def notices(selection: Selection) -> Select[Any]:
    """The warning notices that run."""
    notice = READ_MODELS["notice"]
    names = (
        *("notice", "urn", "name", "la_code", "route", "ground", "issued_on", "compliance_ends"),
        *("window_ends", "state", "eligible_for_intervention"),
    )
    return (
        select(*(notice.c[name] for name in names))
        .where(notice.c.state.in_(RUNNING_NOTICES), *in_authority(notice.c.la_code, selection))
        .order_by(notice.c.compliance_ends, notice.c.notice)
    )


async def reviews_missed(session: AsyncSession, selection: Selection) -> int:
    """The reviews of open cases that were not held."""
    case = READ_MODELS["school_case"]
    found = await session.execute(
        select(func.coalesce(func.sum(case.c.reviews_missed), 0)).where(
            case.c.state == "open", *in_authority(case.c.la_code, selection)
        )
    )
    return int(found.scalar_one())
