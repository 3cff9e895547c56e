"""Reads the dates that run: the ends of support, and what tells of schools' cases."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from schools.domain.notice import Notice
from schools.domain.running import RunningDate
from schools.store.repositories import NOTICES, SUPPORTS
from schools.store.tables import NoticeRow, SchoolRow, SupportRow, TierHistoryRow

RUNNING = ("issued", "not-complied")  # states of a notice


async def support_ends(
    session: AsyncSession, la_code: str | None, today: date
) -> list[RunningDate]:
    """The last day of each support that is not over."""
    until = col(SupportRow.content)["terms"]["arrangement"]["until"].as_string()
    chosen = _in(col(SupportRow.la_code), la_code)
    found = await SUPPORTS.where(session, until >= today.isoformat(), *chosen)
    return [
        RunningDate(
            each.arranged.arrangement.until,
            each.urn,
            "support ends",
            each.support,
            each.arranged.school,
            each.la_code,
        )
        for each in found
        if each.ended_on is None
    ]


async def notice_clocks(session: AsyncSession, la_code: str | None) -> list[RunningDate]:
    """The compliance period of an issued notice, and the window of one not complied with."""
    running = col(NoticeRow.state).in_(RUNNING)
    found = await NOTICES.where(session, running, *_in(col(NoticeRow.la_code), la_code))
    return [clock for each in found for clock in _clock(each)]


async def tier_reviews(
    session: AsyncSession, la_code: str | None, upto: int
) -> tuple[list[RunningDate], int]:
    """The first so many reviews of tiers by their date, and how many there are in all."""
    chosen = (
        col(TierHistoryRow.review_due).is_not(None),
        *_in(col(SchoolRow.la_code), la_code),
    )
    joined = col(SchoolRow.urn) == col(TierHistoryRow.urn)
    order = (col(TierHistoryRow.review_due), col(TierHistoryRow.urn))
    query = select(TierHistoryRow, SchoolRow).join(SchoolRow, joined).where(*chosen)
    rows = (await session.exec(query.order_by(*order).limit(upto))).all()
    counted = select(func.count()).select_from(TierHistoryRow).join(SchoolRow, joined)
    total = (await session.exec(counted.where(*chosen))).one()
    found = [
        RunningDate(tier.review_due, tier.urn, "tier review", tier.urn, school.name, school.la_code)
        for tier, school in rows
        if tier.review_due
    ]
    return found, total


def _clock(notice: Notice) -> Iterable[RunningDate]:
    shown = notice.public()
    dates = {"notice: comply by": shown["compliance_ends"]}
    if notice.state != "issued":
        dates = {"notice: powers end": shown["window_ends"]}
    about = (shown["notice"], shown["name"], shown["la_code"])
    return [RunningDate(due, shown["urn"], what, *about) for what, due in dates.items() if due]


def _in(column: Any, la_code: str | None) -> list[Any]:
    return [] if la_code is None else [column == la_code]
