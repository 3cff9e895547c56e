"""Read models of what was observed of a school: inspections, concerns, results."""

from datetime import date, datetime

from sqlalchemy import JSON, Float, Index
from sqlmodel import Field

from chassis.storage import UtcDateTime
from reporting.store.base import Base


class InspectionRow(Base, table=True):
    """A published inspection's copy; the eras are never compared."""

    __tablename__ = "inspection"
    __table_args__ = (Index("ix_inspection_urn", "urn"),)

    inspection: str = Field(primary_key=True)
    version: int
    urn: str
    era: str
    inspected_on: date
    published_on: date | None = None
    overall: str | None = None
    judgements: dict[str, str] = Field(default={}, sa_type=JSON)
    safeguarding: str | None = None
    category_of_concern: str | None = None


class ConcernRow(Base, table=True):
    """A concern's copy; of a restricted one only that there is one, and since when."""

    __tablename__ = "concern"
    __table_args__ = (Index("ix_concern_urn", "urn"),)

    concern: str = Field(primary_key=True)
    version: int
    urn: str
    restricted: bool
    kind: str | None = None
    severity: str | None = None
    raised_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MeasureRow(Base, table=True):
    """One measure of a school's results; it holds while its version is that of the results.

    Nothing of a cohort below five is kept here.
    """

    __tablename__ = "result_measure"

    urn: str = Field(primary_key=True)
    academic_year: str = Field(primary_key=True)
    stage: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    version: int
    title: str
    unit: str
    better: str
    headline: bool
    value: float | None = Field(sa_type=Float)
    national: float | None = Field(sa_type=Float)
    disadvantaged: float | None = Field(sa_type=Float)
    suppressed: bool


class ResultsRow(Base, table=True):
    """The results of a school in a year and stage; `release` is provisional, revised or final."""

    __tablename__ = "results"

    urn: str = Field(primary_key=True)
    academic_year: str = Field(primary_key=True)
    stage: str = Field(primary_key=True)
    version: int
    release: str
    published_on: date | None = None
