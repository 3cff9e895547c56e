"""The report on schools causing concern: schools by tier."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.london_time import LONDON
from reporting.domain.selection import Selection
from reporting.reports.report import Figures, rows_of
from reporting.store import READ_MODELS

TIERS = ("special-measures", "intensive", "targeted", "universal")
COLUMNS = ("urn", "name", "la_code", "tier", "tier_from", "review_due", "review_overdue")


async def concern_figures(session: AsyncSession, as_of: datetime, selection: Selection) -> Figures:
    """The schools with a recorded tier, the most support first."""
    today = as_of.astimezone(LONDON).date()
    tier = READ_MODELS["tier"]
    chosen = [tier.c.la_code == selection.authority] if selection.authority else []
    counts = select(tier.c.tier, func.count().label("schools")).where(*chosen)
    counted = {
        row["tier"]: row["schools"] for row in await rows_of(session, counts.group_by(tier.c.tier))
    }
    found = await rows_of(session, select(tier).where(*chosen).order_by(tier.c.name, tier.c.urn))
    table = [_row(each, today) for each in found]
    table.sort(key=lambda row: TIERS.index(row["tier"]))
    by_tier = [{"tier": each, "schools": counted.get(each, 0)} for each in TIERS]
    return Figures({"by_tier": by_tier, "schools": table}, table, {"by_tier": by_tier})


def _row(found: dict[str, Any], today: Any) -> dict[str, Any]:
    periods = found["history"]
    return {
        **{name: found[name] for name in ("urn", "name", "la_code", "tier")},
        "tier_from": datetime.fromisoformat(periods[-1]["from"]) if periods else None,
        "review_due": found["review_due"],
        "review_overdue": "yes" if found["review_due"] < today else "no",
    }
