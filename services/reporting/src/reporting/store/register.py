"""Read models of the register: schools, what happened to them, and the extracts."""

from datetime import date, datetime

from sqlalchemy import JSON
from sqlmodel import Field

from chassis.storage import UtcDateTime
from reporting.store.base import Base


class SchoolRow(Base, table=True):
    """A school's copy."""

    __tablename__ = "school"

    urn: str = Field(primary_key=True)
    version: int
    name: str
    la_code: str
    la_name: str | None = None
    status: str
    status_code: str
    type: str
    type_code: str
    phase: str | None = None
    phase_code: str | None = None
    academy: bool
    open_date: date | None = None
    close_date: date | None = None
    trust: str | None = None
    predecessors: list[str] | None = Field(default=None, sa_type=JSON)
    successors: list[str] | None = Field(default=None, sa_type=JSON)


class SchoolChangeRow(Base, table=True):
    """One thing that happened to a school."""

    __tablename__ = "school_change"

    urn: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    happened: str
    time: datetime = Field(sa_type=UtcDateTime)
    month: str
    fields: str
    successor: str | None = None


class ImportRow(Base, table=True):
    """An extract of the register and how many schools it changed."""

    __tablename__ = "register_import"

    file_sha256: str = Field(primary_key=True)
    version: int
    file: str
    kind: str
    extract_date: date
    rows: int
    added: int
    changed: int
    closed: int
    converted: int
    unchanged: int
    empty_rows: int = Field(default=0, sa_column_kwargs={"server_default": "0"})  # not in `rows`
    time: datetime = Field(sa_type=UtcDateTime)
