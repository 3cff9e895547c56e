"""The tables of inspections and concerns."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, Text
from sqlmodel import Field

from chassis.storage import Sealed, UtcDateTime
from schools.store.tables.base import Base


class InspectionRow(Base, table=True):
    """An inspection as it was last published."""

    __tablename__ = "inspection"
    __table_args__ = (
        Index("ix_inspection_urn", "urn"),
        Index("ix_inspection_number", "inspection_number"),
    )

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
    """A concern; its summary stays in this store, and more of a restricted one (domain/facts).

    Of a restricted concern kind, severity, summary and matter are null and lie in `sealed`.
    """

    __tablename__ = "concern"
    __table_args__ = (Index("ix_concern_urn", "urn"),)

    concern: str = Field(primary_key=True)
    urn: str = Field(max_length=6)
    told_at: datetime = Field(sa_type=UtcDateTime)
    event_id: str
    kind: str | None
    severity: str | None
    restricted: bool
    summary: str | None = Field(sa_type=Text)
    raised_at: datetime = Field(sa_type=UtcDateTime)
    raised_by: str | None
    matter: str | None
    sealed: bytes | None = Field(default=None, sa_type=Sealed)
    was_in_clear: bool = False  # its clear values may remain in the database's files


class ConcernReadingRow(Base, table=True):
    """One request to read a concern with the command `concern show`, allowed or not."""

    __tablename__ = "concern_reading"
    __table_args__ = (Index("ix_concern_reading_concern", "concern"),)

    number: int | None = Field(default=None, primary_key=True)
    concern: str
    read_at: datetime = Field(sa_type=UtcDateTime)
    person: str
    account: str  # of the machine, under which the command ran
    reason: str = Field(sa_type=Text)
    allowed: bool
