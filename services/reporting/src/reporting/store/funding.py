"""Read models of the money: rounds, applications with their steps, awards, payments."""

from datetime import date, datetime

from sqlalchemy import JSON, Index
from sqlmodel import Field
from typing_extensions import TypedDict

from chassis.storage import Pence, UtcDateTime
from reporting.store.base import Base


class CategoryBudget(TypedDict):
    """A category's limit in a round; without one the round's budget is the limit."""

    category: str
    ceiling_pence: int | None


class RoundRow(Base, table=True):
    """A round's copy."""

    __tablename__ = "funding_round"

    round: str = Field(primary_key=True)
    version: int
    authority: str
    title: str
    fund_source: str | None = None
    opens_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    deadline: datetime = Field(sa_type=UtcDateTime)
    budget_pence: int = Field(sa_type=Pence)
    categories: list[CategoryBudget] = Field(sa_type=JSON)
    state: str


class ApplicationRow(Base, table=True):
    """An application's copy: the fields that may be public."""

    __tablename__ = "application"

    application: str = Field(primary_key=True)
    version: int
    form_reference: str
    round: str
    authority: str
    category: str
    theme: str | None = None
    title: str
    lead_school: str
    requested_pence: int = Field(sa_type=Pence)
    submitted_at: datetime = Field(sa_type=UtcDateTime)
    state: str
    outcome: str | None = None
    awarded_pence: int | None = Field(default=None, sa_type=Pence)


class StepRow(Base, table=True):
    """One event of an application and the state it led to."""

    __tablename__ = "application_step"

    application: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    happened: str
    time: datetime = Field(sa_type=UtcDateTime)
    state: str


class StandingRow(Base, table=True):
    """What is public of an application, since when it has its status, and by what it is counted.

    What is confidential until the release is None before it, so that no query can tell it.
    """

    __tablename__ = "application_standing"
    __table_args__ = (
        Index(
            "ix_standing_counts",
            *("state", "category", "theme", "released", "since", "authority", "round"),
        ),
        Index(
            "ix_standing_since", "state", "since", "category", "authority", "round", "application"
        ),
    )

    application: str = Field(primary_key=True)
    version: int
    round: str
    authority: str
    category: str
    theme: str | None = None
    state: str
    since: datetime = Field(sa_type=UtcDateTime)
    title: str | None = None
    lead_school: str | None = None
    released: bool


class AwardRow(Base, table=True):
    """An award's copy."""

    __tablename__ = "award"

    award: str = Field(primary_key=True)
    version: int
    application: str
    round: str
    authority: str
    category: str
    lead_school: str
    awarded_pence: int = Field(sa_type=Pence)
    paid_pence: int = Field(sa_type=Pence)
    state: str
    title: str | None = None
    awarded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    planned_start: date | None = None
    planned_end: date | None = None
    findings_due: date | None = None
    freed_pence: int | None = Field(default=None, sa_type=Pence)
    recovered_pence: int | None = Field(default=None, sa_type=Pence)
    to_recover_pence: int | None = Field(default=None, sa_type=Pence)


class AwardSchoolRow(Base, table=True):
    """The lead or a partner of an award; it holds while its version is the award's."""

    __tablename__ = "award_school"
    __table_args__ = (Index("ix_award_school_urn", "urn"),)

    award: str = Field(primary_key=True)
    urn: str = Field(primary_key=True)
    version: int
    leads: bool
    share_pence: int | None = Field(default=None, sa_type=Pence)


class ConsentRow(Base, table=True):
    """A partner's own last word; without one the lead's claim counts."""

    __tablename__ = "consent"

    application: str = Field(primary_key=True)
    urn: str = Field(primary_key=True)
    version: int
    answer: str


class PaymentRow(Base, table=True):
    """A payment under finance's reference."""

    __tablename__ = "payment"

    payment_reference: str = Field(primary_key=True)
    version: int
    award: str
    round: str
    category: str
    milestone: int
    amount_pence: int | None = Field(default=None, sa_type=Pence)
    state: str
