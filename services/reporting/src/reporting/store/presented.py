"""Read models of what projects tell of their work: findings, and whom hubs reached."""

from datetime import date

from sqlmodel import Field

from reporting.store.base import Base


class FindingsRow(Base, table=True):
    """What a research project presented on a day; the summary where it may be published."""

    __tablename__ = "findings"

    award: str = Field(primary_key=True)
    presented_on: date = Field(primary_key=True)
    version: int
    authority: str
    where: str
    open_to_public: bool
    consent_to_publish: bool
    audience: int | None = None
    summary: str | None = None


class HubReportRow(Base, table=True):
    """A hub's report of a period."""

    __tablename__ = "hub_report"

    award: str = Field(primary_key=True)
    report: str = Field(primary_key=True)
    version: int
    authority: str
    begins: date = Field(alias="from")
    until: date
    staff: int
    sessions: int | None = None


class HubSchoolRow(Base, table=True):
    """A school that a hub reached; it holds while its version is the report's."""

    __tablename__ = "hub_school"

    award: str = Field(primary_key=True)
    report: str = Field(primary_key=True)
    urn: str = Field(primary_key=True)
    version: int
