"""Read models of schools' tiers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from chassis.storage import UtcDateTime
from reporting.store.base import Base


class TierRow(Base, table=True):
    """The tier of a school, and every period before it."""

    __tablename__ = "tier"

    urn: str = Field(primary_key=True)
    version: int
    name: str
    la_code: str
    tier: str
    review_due: date
    history: list[dict[str, Any]] = Field(sa_type=JSON)
    time: datetime = Field(sa_type=UtcDateTime)


class TierPeriodRow(Base, table=True):
    """One period of a school's tiers; it holds while its version is that of the tier."""

    __tablename__ = "tier_period"

    urn: str = Field(primary_key=True)
    begins: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    version: int
    tier: str
    from_tier: str | None = None
    reason: str


class ProposalRow(Base, table=True):
    """The tier that the rules proposed last; it changes nothing until an officer decides."""

    __tablename__ = "tier_proposal"

    urn: str = Field(primary_key=True)
    version: int
    tier: str
    from_tier: str | None = None
    rules: list[dict[str, Any]] = Field(default=[], sa_type=JSON)
    time: datetime = Field(sa_type=UtcDateTime)
