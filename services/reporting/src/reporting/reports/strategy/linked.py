"""What is linked to the priorities of an authority's strategy, added up in the database."""

from typing import Any

from sqlalchemy import Select, case, func, select

from reporting.domain.selection import Selection
from reporting.reports.report import holding
from reporting.reports.support.queries import counted
from reporting.reports.within import at, dated, in_authority
from reporting.store import READ_MODELS


def cases(selection: Selection) -> Select[Any]:
    """Cases that name the priority, or whose plan does, by the day on which they were opened."""
    whole, part = READ_MODELS["school_case"], READ_MODELS["case_priority"]
    key = (whole.c.la_code, part.c.priority)
    is_open = case((whole.c.state == "open", 1), else_=0)
    figures = (func.count().label("cases"), func.sum(is_open).label("cases_open"))
    chosen = (
        *in_authority(whole.c.la_code, selection),
        *at(whole.c.opened_at, selection.period),
    )
    joined = select(*key, *figures).join(part, holding(part, whole))
    return joined.where(*chosen).group_by(*key)


def arranged(selection: Selection) -> Select[Any]:
    """Support that begins in the period."""
    support, part = READ_MODELS["support"], READ_MODELS["support_priority"]
    key = (support.c.la_code, part.c.priority)
    figures = (func.count().label("supports"), func.sum(support.c.days).label("days_arranged"))
    chosen = (*counted(selection), *dated(support.c.begins, selection.period))
    joined = select(*key, *figures).join(part, holding(part, support))
    return joined.where(*chosen).group_by(*key)


def delivered(selection: Selection) -> Select[Any]:
    """Days delivered in the period."""
    support, part, delivery = (
        READ_MODELS[name] for name in ("support", "support_priority", "support_delivery")
    )
    key = (support.c.la_code, part.c.priority)
    chosen = (*counted(selection), *dated(delivery.c.delivered_on, selection.period))
    return (
        select(*key, func.sum(delivery.c.days).label("days_delivered"))
        .join(part, holding(part, support))
        .join(delivery, holding(delivery, support))
        .where(*chosen)
        .group_by(*key)
    )


def money(selection: Selection) -> Select[Any]:
    """Awards by the theme of their application, by the day on which they were made."""
    award, application = READ_MODELS["award"], READ_MODELS["application"]
    key = (award.c.authority, application.c.theme)
    figures = (
        func.count().label("awards"),
        func.sum(award.c.awarded_pence).label("awarded_pence"),
        func.sum(award.c.paid_pence).label("paid_pence"),
    )
    chosen = (
        *in_authority(award.c.authority, selection),
        *at(award.c.awarded_at, selection.period),
    )
    return (
        select(*key, *figures)
        .join(application, application.c.application == award.c.application)
        .where(*chosen)
        .group_by(*key)
    )
