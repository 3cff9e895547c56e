"""The table of tiers: one history for each school."""

from datetime import date

from sqlmodel import Field

from schools.store.tables.base import AggregateRow


class TierHistoryRow(AggregateRow, table=True):
    """Every decision on one school's tier; `tier` and `review_due` are those that stand now."""

    __tablename__ = "tier_history"

    urn: str = Field(primary_key=True, max_length=6)
    tier: str | None = Field(max_length=20, index=True)
    review_due: date | None
