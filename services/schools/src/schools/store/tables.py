"""The tables of the register, and of inspections, concerns and visits."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from chassis.storage import UtcDateTime

IsoDate = String(10)  # dates of the register as the extracts and our events carry them


class Base(SQLModel, registry=registry()):
    """The tables of this service alone."""


class ImportRow(Base, table=True):
    """One file that was applied whole; `number` counts them."""

    __tablename__ = "register_import"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    file_sha256: str = Field(max_length=64)
    file: str
    kind: str = Field(max_length=12)
    authorities: str  # such as 805,806; empty: all of them
    extract_date: date
    imported_at: datetime = Field(sa_type=UtcDateTime)
    rows: int
    added: int
    changed: int
    closed: int
    converted: int
    unchanged: int


class SchoolRow(Base, table=True):
    """A school as the register knows it; null is "not known"."""

    __tablename__ = "school"
    __table_args__ = (Index("ix_school_postcode", "postcode"), Index("ix_school_la", "la_code"))

    urn: str = Field(primary_key=True, max_length=6)
    name: str
    la_code: str = Field(max_length=3)
    la_name: str | None
    establishment_number: str
    street: str | None
    locality: str | None
    town: str | None
    county: str | None
    postcode: str | None
    ward: str | None
    ukprn: str | None
    trust: str | None
    diocese: str | None
    religious_character: str | None
    gender: str | None
    status: str
    status_code: str = Field(max_length=1)
    type: str
    type_code: str = Field(max_length=2)
    phase: str | None
    phase_code: str | None
    low_age: int | None
    high_age: int | None
    pupils: int | None
    easting: int | None
    northing: int | None
    open_date: str | None = Field(sa_type=IsoDate)
    close_date: str | None = Field(sa_type=IsoDate)
    part4_maintained: bool
    academy: bool
    predecessors: str | None  # a JSON array
    successors: str | None
    registered_on: str = Field(sa_type=IsoDate)
    registered_import: int
    absent_since: str | None = Field(sa_type=IsoDate)
    converted_to: str | None = Field(max_length=6)
    mark: str | None = Field(max_length=16)  # of the last row that an extract had for it


class HistoryRow(Base, table=True):
    """The change that one import made to one school."""

    __tablename__ = "school_history"

    urn: str = Field(primary_key=True, max_length=6)
    import_number: int = Field(primary_key=True)
    happened: str = Field(max_length=10)
    successor: str | None = Field(default=None, max_length=6)
    changes: str = Field(sa_type=Text)


class LinkRow(Base, table=True):
    """The relation of one school to another, from a links file or matched by us."""

    __tablename__ = "school_link"

    urn: str = Field(primary_key=True, max_length=6)
    link_urn: str = Field(primary_key=True, max_length=6)
    link_type: str = Field(primary_key=True)
    established_on: str = Field(primary_key=True, max_length=10)  # empty: not known


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


class VisitRow(Base, table=True):
    """An adviser's visit, as it was last recorded."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_urn", "urn"),)

    visit: str = Field(primary_key=True)
    urn: str = Field(max_length=6)
    told_at: datetime = Field(sa_type=UtcDateTime)
    event_id: str
    adviser: str
    visited_on: date
    purpose: str
    note: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    support: str | None


metadata: Any = Base.metadata
