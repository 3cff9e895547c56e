"""The measures of a priority: how many schools reached its target. Schools are not averaged."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row
from reporting.domain.selection import Selection
from reporting.reports.report import holding
from reporting.reports.within import dated
from reporting.store import READ_MODELS


async def schools_at_target(
    session: AsyncSession, authority: str, priority: Mapping[str, Any], selection: Selection
) -> list[Row]:
    """Each measure with its baseline, its target, and the schools at it or beyond."""
    return [
        {
            "code": measure.get("code"),
            "title": measure.get("title"),
            "baseline": measure.get("baseline"),
            "target": measure.get("target"),
            "by": measure.get("by"),
            **await _reached(session, authority, measure, selection),
        }
        for measure in priority.get("measures") or ()
    ]


async def _reached(
    session: AsyncSession, authority: str, measure: Mapping[str, Any], selection: Selection
) -> Row:
    code, target = measure.get("results_code"), measure.get("target")
    if code is None or target is None:
        return {"schools_at_target": None, "schools": None}
    found = await session.execute(_counted(authority, code, float(target), selection))
    reached, schools = found.one()
    return {"schools_at_target": reached or 0 if schools else None, "schools": schools or None}


def _counted(authority: str, code: str, target: float, selection: Selection) -> Select[Any]:
    """Of each school the newest final figure that was published in the period."""
    results, measure, school = (
        READ_MODELS[name] for name in ("results", "result_measure", "school")
    )
    place = func.row_number().over(
        partition_by=measure.c.urn, order_by=measure.c.academic_year.desc()
    )
    newest = (
        select(measure.c.value, measure.c.better, place.label("place"))
        .join(results, holding(measure, results))
        .join(school, school.c.urn == measure.c.urn)
        .where(
            measure.c.code == code,
            measure.c.value.is_not(None),
            results.c.release == "final",
            school.c.la_code == authority,
            *dated(results.c.published_on, selection.period),
        )
        .subquery("newest")
    )
    reached = case(
        (newest.c.better == "lower", case((newest.c.value <= target, 1), else_=0)),
        (newest.c.value >= target, 1),
        else_=0,
    )
    return select(func.sum(reached), func.count()).where(newest.c.place == 1)
