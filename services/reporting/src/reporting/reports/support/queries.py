"""What was arranged, delivered and rated, added up in the database by one column of a support.

Cancelled supports are left out. An arrangement is dated by its first day, a delivery by its own,
a rating by the London day on which it was given.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from reporting.domain.programme import GROUPS
from reporting.domain.selection import Selection
from reporting.reports.report import holding
from reporting.reports.within import PAGE, at, dated, in_authority
from reporting.store import READ_MODELS

_NAMED = {"need": "need_title", "provider": "provider_name", "urn": "name"}


def counted(selection: Selection) -> list[ColumnElement[bool]]:
    """The supports that are counted."""
    support = READ_MODELS["support"]
    return [support.c.cancelled.is_(False), *in_authority(support.c.la_code, selection)]


def names(by: str, selection: Selection) -> Select[Any]:
    """A name for each key; an objective has none but its code."""
    support = READ_MODELS["support"]
    named = func.max(support.c[_NAMED.get(by, by)]).label("name")
    return (
        select(support.c[by].label("key"), named).where(*counted(selection)).group_by(support.c[by])
    )


def arranged(by: str, selection: Selection) -> Select[Any]:
    """Supports that begin in the period, and their days."""
    support = READ_MODELS["support"]
    figures = (
        func.count().label("supports"),
        func.sum(support.c.days).label("days_arranged"),
    )
    chosen = (*counted(selection), *dated(support.c.begins, selection.period))
    return select(support.c[by].label("key"), *figures).where(*chosen).group_by(support.c[by])


def delivered(by: str, selection: Selection) -> Select[Any]:
    """Days and attendances delivered in the period."""
    support, delivery = READ_MODELS["support"], READ_MODELS["support_delivery"]
    figures = (
        func.sum(delivery.c.days).label("days_delivered"),
        *(func.sum(delivery.c[group]).label(group) for group in GROUPS),
    )
    chosen = (*counted(selection), *dated(delivery.c.delivered_on, selection.period))
    return (
        select(support.c[by].label("key"), *figures)
        .join(delivery, holding(delivery, support))
        .where(*chosen)
        .group_by(support.c[by])
    )


def rated(by: str, selection: Selection) -> Select[Any]:
    """Supports that their school rated in the period, by its last rating, and those with 4 or 5."""
    support, rating = READ_MODELS["support"], READ_MODELS["support_evaluation"]
    later = rating.alias("later")
    is_last = ~(
        select(later.c.support)
        .where(
            later.c.support == rating.c.support,
            later.c.version == rating.c.version,
            later.c.by == "school",
            *at(later.c.evaluated_at, selection.period),
            or_(
                later.c.evaluated_at > rating.c.evaluated_at,
                and_(later.c.evaluated_at == rating.c.evaluated_at, later.c.point > rating.c.point),
            ),
        )
        .exists()
    )
    figures = (
        func.count().label("rated"),
        func.sum(case((rating.c.rating >= 4, 1), else_=0)).label("rated_4_or_5"),
    )
    chosen = (*counted(selection), *at(rating.c.evaluated_at, selection.period))
    return (
        select(support.c[by].label("key"), *figures)
        .join(rating, holding(rating, support))
        .where(rating.c.by == "school", is_last, *chosen)
        .group_by(support.c[by])
    )


def providers(selection: Selection) -> Select[Any]:
    """The offers of providers, with the days that supports have booked and those still free.

    A support books its days from the offer that it begins in. One that was cancelled, or ended
    before its last day, books only what was delivered.
    """
    offer, support = READ_MODELS["provider_offer"], READ_MODELS["support"]
    freed = or_(support.c.cancelled, support.c.ended_on <= support.c.until)
    booked = (
        select(func.sum(case((freed, support.c.delivered_days), else_=support.c.days)))
        .where(
            support.c.provider == offer.c.provider,
            support.c.begins >= offer.c.begins,
            or_(offer.c.until.is_(None), support.c.begins <= offer.c.until),
        )
        .scalar_subquery()
    )
    days = func.coalesce(booked, 0)
    own = or_(offer.c.authority.is_(None), offer.c.authority == selection.authority)
    names_ = ("provider", "name", "kind", "begins", "until", "days")
    columns = [offer.c[name] for name in names_]
    figures = (days.label("booked_days"), (offer.c.days - days).label("free_days"))
    wanted = select(*columns, *figures).where(*([own] if selection.authority else []))
    return wanted.order_by(offer.c.name, offer.c.begins).limit(PAGE)
