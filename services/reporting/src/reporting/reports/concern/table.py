"""The table of the report: each school with a tier, an open case or a notice that runs."""

from typing import Any

from sqlalchemy import Select, Subquery, case, func, select, union

from reporting.domain.concern import RUNNING_NOTICES, TIERS
from reporting.domain.selection import Selection
from reporting.reports.report import holding
from reporting.reports.within import in_authority
from reporting.store import READ_MODELS


def schools_in_concern(selection: Selection) -> Select[Any]:
    """The most support first; a school with two open cases or notices has a row for each."""
    tier, school = READ_MODELS["tier"], READ_MODELS["school"]
    cases, notices, begins, urns = _cases(), _notices(), _begins(), _urns()
    sources = (tier, school, cases, notices)
    name = func.coalesce(*(each.c.name for each in sources))
    la_code = func.coalesce(*(each.c.la_code for each in sources))
    order = case({each: place for place, each in enumerate(TIERS)}, value=tier.c.tier, else_=-1)
    of_case = (cases.c.case, cases.c.rag, cases.c.review_due.label("case_review_due"))
    counts = (cases.c.reviews_missed, cases.c.open_actions)
    of_notice = ("notice", "compliance_ends", "window_ends", "eligible_for_intervention")
    query = select(
        urns.c.urn,
        name.label("name"),
        la_code.label("la_code"),
        tier.c.tier,
        begins.c.tier_from,
        tier.c.review_due,
        *of_case,
        *counts,
        *(notices.c[each] for each in of_notice),
    ).select_from(urns)
    for each in (*sources, begins):
        query = query.outerjoin(each, each.c.urn == urns.c.urn)
    chosen = query.where(*in_authority(la_code, selection))
    return chosen.order_by(order, name, urns.c.urn, cases.c.case, notices.c.notice)


def _cases() -> Subquery:
    model = READ_MODELS["school_case"]
    return select(model).where(model.c.state == "open").subquery("open_case")


def _notices() -> Subquery:
    model = READ_MODELS["notice"]
    return select(model).where(model.c.state.in_(RUNNING_NOTICES)).subquery("running_notice")


def _begins() -> Subquery:
    """Since when each school has its tier."""
    tier, period = READ_MODELS["tier"], READ_MODELS["tier_period"]
    newest = select(period.c.urn, func.max(period.c.begins).label("tier_from"))
    return newest.join(tier, holding(period, tier)).group_by(period.c.urn).subquery("begins")


def _urns() -> Subquery:
    found = (READ_MODELS["tier"], _cases(), _notices())
    return union(*(select(each.c.urn) for each in found)).subquery("concerned")
