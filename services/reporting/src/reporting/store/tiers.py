"""Read model of schools' tiers."""

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
