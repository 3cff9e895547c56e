"""Every date that runs, the next one first, a page at a time."""

from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import england_and_wales
from schools.domain.running import RunningDate
from schools.store import running


async def running_dates(
    session: AsyncSession,
    la_code: str | None,
    today: date,
    page: slice,
    *,
    cases: bool,
) -> tuple[list[dict[str, Any]], int]:
    """One page of them, and how many there are in all; without `cases` the ends of support."""
    calendar = england_and_wales()
    found = await running.support_ends(session, la_code, today)
    reviews: list[RunningDate] = []
    counted = 0
    if cases:
        found += await running.notice_clocks(session, la_code)
        found += await running.case_reviews(session, la_code)
        found += await running.visits_to_publish(session, la_code, today, calendar)
        reviews, counted = await running.tier_reviews(session, la_code, page.stop)
    shown = sorted([*found, *reviews])[page]
    return [each.told(today, calendar) for each in shown], len(found) + counted
