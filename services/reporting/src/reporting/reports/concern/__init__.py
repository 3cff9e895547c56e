"""The report on schools causing concern: tiers, movements, cases, notices and running dates."""

from datetime import date, datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.domain import day_begins, london_date
from reporting.domain.changes import Row
from reporting.domain.concern import by_tier, direction, movements_since
from reporting.domain.selection import Selection
from reporting.reports.concern import lists
from reporting.reports.concern.dates import running_dates
from reporting.reports.concern.table import schools_in_concern
from reporting.reports.report import Figures, count_of, rows_of
from reporting.reports.within import cut, pages_of

COLUMNS = (
    *("urn", "name", "la_code", "tier", "tier_from", "review_due", "review_overdue"),
    *("case", "rag", "case_review_due", "reviews_missed", "open_actions"),
    *("notice", "compliance_ends", "window_ends", "eligible_for_intervention"),
)


async def concern_figures(session: AsyncSession, as_of: datetime, selection: Selection) -> Figures:
    """The figures by tier, then the lists: a page has the first rows of each, a file all."""
    today = london_date(as_of)
    since = movements_since(selection.since, today)
    queries = {
        "movements": lists.movements(selection, day_begins(since)),
        "proposals": lists.proposals(selection),
        "cases": lists.cases(selection),
        "notices": lists.notices(selection),
        "dates": running_dates(selection),
    }
    found = {
        name: [
            _told(row, today)
            for row in await rows_of(session, cut(query, selection, first_page=True))
        ]
        for name, query in queries.items()
    }
    schools = schools_in_concern(selection)
    table = [_told(row, today) for row in await rows_of(session, cut(schools, selection))]
    counts = {
        name: await count_of(session, query)
        for name, query in {**queries, "schools": schools}.items()
    }
    figures: dict[str, Any] = {
        "by_tier": by_tier(await rows_of(session, lists.tiers(selection))),
        "since": since,
        "reviews_missed": await lists.reviews_missed(session, selection),
        "counts": counts,
        **found,
        "schools": table,
    }
    return Figures(figures, table, {**figures, "pages": pages_of(counts["schools"])})


def _told(row: Row, today: date) -> Row:
    """A row as it is shown: what is derived from its dates, actions as a number."""
    told = dict(row)
    if "open_actions" in row:
        told["open_actions"] = None if row["open_actions"] is None else len(row["open_actions"])
    if "from_tier" in row:
        told["direction"] = direction(row)
    if "due" in row:
        told["days_left"] = (row["due"] - today).days
    if "tier_from" in row:
        due = row["review_due"]
        told["review_overdue"] = "yes" if due is not None and due < today else "no"
    return told
