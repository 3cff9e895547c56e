"""Teaching and learning: objectives of cases, coaching and mentoring."""

from sqlalchemy import case, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.objectives import TEACHING, Figure
from reporting.domain.selection import Selection
from reporting.reports.objectives.figure import figure
from reporting.reports.report import holding
from reporting.reports.support import queries
from reporting.reports.within import dated, in_authority
from reporting.store import READ_MODELS

COACHING = ("expert-coaching", "mentoring")


async def objectives_green(session: AsyncSession, selection: Selection) -> Figure:
    """Green objectives, of all with this key objective."""
    whole, part = READ_MODELS["school_case"], READ_MODELS["case_objective"]
    green = case((part.c.rag == "green", 1), else_=0)
    chosen = (
        part.c.key_objective == TEACHING,
        *in_authority(whole.c.la_code, selection),
        *dated(part.c.due, selection.period),
    )
    query = select(func.sum(green), func.count()).select_from(part)
    return await figure(session, query.join(whole, holding(part, whole)).where(*chosen))


async def coaching_completed(session: AsyncSession, selection: Selection) -> Figure:
    """Coaching counts as completed when at least the days arranged were delivered."""
    support = READ_MODELS["support"]
    completed = case((support.c.delivered_days >= support.c.days, 1), else_=0)
    chosen = (
        support.c.kind.in_(COACHING),
        support.c.ended_on.is_not(None),
        *queries.counted(selection),
        *dated(support.c.ended_on, selection.period),
    )
    return await figure(session, select(func.sum(completed), func.count()).where(*chosen))
