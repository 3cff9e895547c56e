"""Read models of cases of schools causing concern, and of visits."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, Text
from sqlmodel import Field

from chassis.storage import UtcDateTime
from reporting.store.base import Base


class CaseRow(Base, table=True):
    """A case's copy; `rag` is the last review's, None before one was held."""

    __tablename__ = "school_case"
    __table_args__ = (Index("ix_school_case_urn", "urn"),)

    case: str = Field(primary_key=True)
    version: int
    urn: str
    name: str
    la_code: str
    state: str = "open"
    aim: str
    previous: str | None = None
    successor: str | None = None
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    review_due: date | None = None
    rag: str | None = None
    reviews: list[dict[str, Any]] = Field(default=[], sa_type=JSON)
    reviews_missed: int = 0
    objectives: list[dict[str, Any]] = Field(default=[], sa_type=JSON)
    open_actions: list[Any] = Field(default=[], sa_type=JSON)
    closed_on: date | None = None
    outcome: str | None = None


class CaseObjectiveRow(Base, table=True):
    """An objective of a case's plan; it holds while its version is the case's."""

    __tablename__ = "case_objective"

    case: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    version: int
    key_objective: str | None = None
    rag: str
    due: date


class CasePriorityRow(Base, table=True):
    """A priority that a case or an objective of it names; it holds while its version is so."""

    __tablename__ = "case_priority"

    case: str = Field(primary_key=True)
    priority: str = Field(primary_key=True)
    version: int


class VisitRow(Base, table=True):
    """A visit's copy, without its note."""

    __tablename__ = "visit"
    __table_args__ = (Index("ix_visit_urn", "urn"),)

    visit: str = Field(primary_key=True)
    version: int
    urn: str
    visited_on: date
    purpose: str
    support: str | None = None
    late: bool = False
    accurate: str | None = None
    corrections: str | None = Field(default=None, sa_type=Text)
    published_because: str | None = None


class VisitNoteRow(Base, table=True):
    """The note of a visit as it was last published."""

    __tablename__ = "visit_note"

    visit: str = Field(primary_key=True)
    version: int
    note: str = Field(sa_type=Text)
