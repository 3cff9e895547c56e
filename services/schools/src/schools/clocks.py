"""Every date that runs, the next one first, a page at a time."""

from datetime import date
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import england_and_wales
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
    found = await running.support_ends(session, la_code, today)
    total = len(found)
    if cases:
        found += await running.notice_clocks(session, la_code)
        total = len(found)
        reviews, counted = await running.tier_reviews(session, la_code, page.stop)
        found += reviews
        total += counted
    calendar = england_and_wales()
    return [each.told(today, calendar) for each in sorted(found)[page]], total
