"""Leadership capacity: days, delivery, ratings, and the schools that gave support."""

from typing import Any

from sqlalchemy import Select, case, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.domain.objectives import LEADERSHIP, Figure
from reporting.domain.register import OPEN
from reporting.domain.selection import Selection
from reporting.reports.objectives.figure import figure
from reporting.reports.report import holding, rows_of
from reporting.reports.support import queries
from reporting.reports.within import dated, in_authority
from reporting.store import READ_MODELS


async def days_delivered(session: AsyncSession, selection: Selection) -> Figure:
    """Days delivered, beside days arranged."""
    delivered = await _of_objective(session, queries.delivered("objective", selection))
    arranged = await _of_objective(session, queries.arranged("objective", selection))
    return Figure(delivered.get("days_delivered") or 0, arranged.get("days_arranged") or 0)


async def rated_4_or_5(session: AsyncSession, selection: Selection) -> Figure:
    """Supports rated 4 or 5, of those rated."""
    rated = await _of_objective(session, queries.rated("objective", selection))
    return Figure(rated.get("rated_4_or_5") or 0, rated.get("rated") or 0)


async def delivery_rate(session: AsyncSession, selection: Selection) -> Figure:
    """Days delivered up to those arranged, of support that ended."""
    support = READ_MODELS["support"]
    within = support.c.delivered_days <= support.c.days
    counted = case((within, support.c.delivered_days), else_=support.c.days)
    chosen = (
        support.c.objective == LEADERSHIP,
        support.c.ended_on.is_not(None),
        *queries.counted(selection),
        *dated(support.c.ended_on, selection.period),
    )
    query = select(func.sum(counted), func.sum(support.c.days)).where(*chosen)
    return await figure(session, query)


async def schools_giving_support(session: AsyncSession, selection: Selection) -> Figure:
    """Open schools of the authority that gave support to any school, of its open schools."""
    school, support, delivery = (
        READ_MODELS[name] for name in ("school", "support", "support_delivery")
    )
    giving = (
        select(support.c.provider_urn)
        .join(delivery, holding(delivery, support))
        .where(support.c.cancelled.is_(False), *dated(delivery.c.delivered_on, selection.period))
    )
    gave = case((school.c.urn.in_(giving), 1), else_=0)
    chosen = (school.c.status_code.in_(OPEN), *in_authority(school.c.la_code, selection))
    return await figure(session, select(func.sum(gave), func.count()).where(*chosen))


async def _of_objective(session: AsyncSession, query: Select[Any]) -> Row:
    """The row of this objective; empty where there is none."""
    rows = await rows_of(session, query)
    return next((row for row in rows if row["key"] == LEADERSHIP), {})
