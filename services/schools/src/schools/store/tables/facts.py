"""The tables of inspections and concerns."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, Text
from sqlmodel import Field

from chassis.storage import UtcDateTime
from schools.store.tables.base import Base


class InspectionRow(Base, table=True):
    """An inspection as it was last published."""

    __tablename__ = "inspection"
    __table_args__ = (Index("ix_inspection_urn", "urn"),)

    inspection: str = Field(primary_key=True)
    urn: str = Field(max_length=6)
    told_at: datetime = Field(sa_type=UtcDateTime)  # the time of the event; the newest is kept
    event_id: str
    era: str
    framework: str
    inspected_on: date
    published_on: date
    overall: str | None
    judgements: dict[str, str] = Field(sa_type=JSON)
    safeguarding: str | None
    category_of_concern: str | None
    inspection_number: str | None
    report_url: str | None
    warnings: list[dict[str, str]] = Field(sa_type=JSON)


class EmbargoRow(Base, table=True):
    """An inspection whose day of publication has not come: restricted until then."""

    __tablename__ = "embargo"

    inspection: str = Field(primary_key=True)
    told_at: datetime = Field(sa_type=UtcDateTime)
    event_id: str
    content: dict[str, Any] = Field(sa_type=JSON)


class ConcernRow(Base, table=True):
    """A concern; the summary stays in this store, and more of a restricted one (domain/facts)."""

    __tablename__ = "concern"
    __table_args__ = (Index("ix_concern_urn", "urn"),)

    concern: str = Field(primary_key=True)
    urn: str = Field(max_length=6)
    told_at: datetime = Field(sa_type=UtcDateTime)
    event_id: str
    kind: str
    severity: str
    restricted: bool
    summary: str = Field(sa_type=Text)
    raised_at: datetime = Field(sa_type=UtcDateTime)
    raised_by: str | None
    matter: str | None
