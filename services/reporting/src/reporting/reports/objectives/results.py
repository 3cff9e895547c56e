"""Schools at or above their own earlier best: final versions, the same code, never averaged."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, distinct, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.objectives import NOT_RECORDED, Figure
from reporting.domain.selection import Selection
from reporting.reports.objectives.figure import figure
from reporting.reports.report import holding
from reporting.reports.within import dated, in_authority
from reporting.store import READ_MODELS

PARENT_VIEW, ADMISSIONS = "parent-view", "admissions"


async def in_attainment(session: AsyncSession, selection: Selection) -> Figure:
    """In a headline measure of any stage but those of community engagement."""
    results, measure = READ_MODELS["results"], READ_MODELS["result_measure"]
    chosen = (
        measure.c.headline.is_(True),
        results.c.stage.not_in((PARENT_VIEW, ADMISSIONS)),
    )
    return await figure(session, _schools(selection, *chosen))


async def in_parent_view(session: AsyncSession, selection: Selection) -> Figure:
    """In what parents answered."""
    return await _of_stage(session, selection, PARENT_VIEW)


async def in_first_preferences(session: AsyncSession, selection: Selection) -> Figure:
    """In what admissions publish."""
    return await _of_stage(session, selection, ADMISSIONS)


async def _of_stage(session: AsyncSession, selection: Selection, stage: str) -> Figure:
    results = READ_MODELS["results"]
    known = await session.execute(select(results.c.urn).where(results.c.stage == stage).limit(1))
    if known.first() is None:
        return NOT_RECORDED
    return await figure(session, _schools(selection, results.c.stage == stage))


def _schools(selection: Selection, *chosen: ColumnElement[bool]) -> Select[Any]:
    """Schools at their best, and all that have an earlier figure to be compared with."""
    newest = _newest(_beside_earlier(*chosen, *_in_authority(selection)), selection)
    at_best = or_(
        and_(newest.c.better == "higher", newest.c.value >= newest.c.highest),
        and_(newest.c.better == "lower", newest.c.value <= newest.c.lowest),
    )
    return (
        select(
            func.count(distinct(case((at_best, newest.c.urn)))),
            func.count(distinct(newest.c.urn)),
        )
        .select_from(newest)
        .where(newest.c.place == 1, newest.c.highest.is_not(None))
    )


def _in_authority(selection: Selection) -> list[ColumnElement[bool]]:
    school, measure = READ_MODELS["school"], READ_MODELS["result_measure"]
    chosen = in_authority(school.c.la_code, selection)
    return [measure.c.urn.in_(select(school.c.urn).where(*chosen))] if chosen else []


def _beside_earlier(*chosen: ColumnElement[bool]) -> Subquery:
    """Each final figure beside the highest and the lowest of the years before it."""
    results, measure = READ_MODELS["results"], READ_MODELS["result_measure"]
    before: Any = {
        "partition_by": (measure.c.urn, measure.c.stage, measure.c.code),
        "order_by": measure.c.academic_year,
        "rows": (None, -1),
    }
    return (
        select(
            *(measure.c[name] for name in ("urn", "stage", "code", "academic_year")),
            measure.c.value,
            measure.c.better,
            results.c.published_on,
            func.max(measure.c.value).over(**before).label("highest"),
            func.min(measure.c.value).over(**before).label("lowest"),
        )
        .join(results, holding(measure, results))
        .where(results.c.release == "final", measure.c.value.is_not(None), *chosen)
        .subquery("beside_earlier")
    )


def _newest(figures: Subquery, selection: Selection) -> Subquery:
    """The place of each figure among those that were published in the period, newest first."""
    place = func.row_number().over(
        partition_by=(figures.c.urn, figures.c.stage, figures.c.code),
        order_by=figures.c.academic_year.desc(),
    )
    within = dated(figures.c.published_on, selection.period)
    return select(figures, place.label("place")).where(*within).subquery("newest")
