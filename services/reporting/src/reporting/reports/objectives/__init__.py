"""The report on the three key objectives: each measure with its figure and its definition."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.objectives import MEASURES, NOT_RECORDED, OBJECTIVES, Figure, told
from reporting.domain.selection import Selection
from reporting.reports.objectives import community, grants, leadership, results, teaching
from reporting.reports.report import Figures

COLUMNS = (
    *("objective", "code", "title", "recorded", "value", "beside", "beside_is", "percent"),
    "meaning",
)
Query = Callable[[AsyncSession, Selection], Awaitable[Figure]]

QUERIES: dict[str, Query] = {  # a measure without a query is not recorded yet
    "days-delivered": leadership.days_delivered,
    "delivery-rate": leadership.delivery_rate,
    "rated-4-or-5": leadership.rated_4_or_5,
    "schools-giving-support": leadership.schools_giving_support,
    "hub-schools": grants.hub_schools,
    "research-presented": grants.research_presented,
    "findings-presented": grants.findings_in_public,
    "case-objectives-green": teaching.objectives_green,
    "coaching-completed": teaching.coaching_completed,
    "schools-at-own-best": results.in_attainment,
    "schools-in-stories": community.schools_in_stories,
    "schools-in-grants": community.schools_in_grants,
    "parent-view": results.in_parent_view,
    "first-preferences": results.in_first_preferences,
}


async def objectives_figures(
    session: AsyncSession, _as_of: datetime, selection: Selection
) -> Figures:
    """Each measure by its objective; nothing is typed in."""
    rows = []
    for measure in MEASURES:
        query = QUERIES.get(measure.code)
        figure = await query(session, selection) if query else NOT_RECORDED
        rows.append(told(measure, figure))
    by_objective = {
        objective: [row for row in rows if row["objective"] == objective]
        for objective in OBJECTIVES
    }
    return Figures({"measures": rows}, rows, {"objectives": by_objective})
