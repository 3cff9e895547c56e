"""Reads the dates that run: the ends of support, and what tells of schools' cases."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.domain import Calendar, london_date
from schools.domain.case import Case
from schools.domain.notice import Notice
from schools.domain.running import RunningDate
from schools.domain.visit import Visit
from schools.store.repositories import CASES, NOTICES, SUPPORTS, VISITS
from schools.store.tables import (
    CaseRow,
    NoticeRow,
    SchoolRow,
    SupportRow,
    TierHistoryRow,
    VisitRow,
)

RUNNING = ("issued", "not-complied")  # states of a notice
UNANSWERED = timedelta(
    days=400
)  # a note recorded later than that after its visit is not looked for


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


async def case_reviews(session: AsyncSession, la_code: str | None) -> list[RunningDate]:
    """The next review of each open case."""
    found = await CASES.where(session, col(CaseRow.state) == "open")
    return [
        RunningDate(each.review_due, each.urn, "case review", each.reference, *_of(each))
        for each in found
        if each.review_due and la_code in {None, each.la_code}
    ]


async def visits_to_publish(
    session: AsyncSession, la_code: str | None, today: date, calendar: Calendar
) -> list[RunningDate]:
    """The day on which a note is published without an answer of the school."""
    recent = col(VisitRow.visited_on) >= today - UNANSWERED
    return [
        RunningDate(
            london_date(each.publication(calendar)),
            each.urn,
            "visit: note published",
            each.reference,
            *_of(each),
        )
        for each in await VISITS.where(session, recent)
        if each.published_because is None and la_code in {None, each.la_code}
    ]


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


def _of(record: Case | Visit) -> tuple[str, str]:
    return record.name, record.la_code


def _in(column: Any, la_code: str | None) -> list[Any]:
    return [] if la_code is None else [column == la_code]
