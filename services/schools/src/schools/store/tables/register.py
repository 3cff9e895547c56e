"""The tables of the register: imports, schools, their history and their links."""

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlmodel import Field

from chassis.storage import UtcDateTime
from schools.store.tables.base import Base

IsoDate = String(10)  # dates of the register as the extracts and our events carry them


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
    empty_rows: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # not in `rows`


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
