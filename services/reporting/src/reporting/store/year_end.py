"""Read models of the year end: what was so on a day that has passed, so with the dates of it."""

from datetime import date, datetime

from sqlmodel import Field

from chassis.storage import Pence, UtcDateTime
from reporting.store.base import Base


class AwardTermRow(Base, table=True):
    """The terms of an award from an instant on: one row for each event of the award itself.

    `freed_pence` is None where the event does not say it.
    """

    __tablename__ = "award_term"

    award: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    effective_at: datetime = Field(sa_type=UtcDateTime)
    round: str
    authority: str
    category: str
    lead_school: str
    title: str | None = None
    state: str
    awarded_pence: int = Field(sa_type=Pence)
    freed_pence: int | None = Field(default=None, sa_type=Pence)


class TermMilestoneRow(Base, table=True):
    """A milestone as these terms have it."""

    __tablename__ = "award_term_milestone"

    award: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    number: int = Field(primary_key=True)
    due: date
    amount_pence: int = Field(sa_type=Pence)


class MilestoneAcceptedRow(Base, table=True):
    """When a milestone was accepted, and the amount then."""

    __tablename__ = "milestone_accepted"

    award: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    version: int
    amount_pence: int = Field(sa_type=Pence)
    accepted_at: datetime = Field(sa_type=UtcDateTime)


class PaymentMadeRow(Base, table=True):
    """A payment that finance made, whether or not it came back later."""

    __tablename__ = "payment_made"

    payment_reference: str = Field(primary_key=True)
    version: int
    award: str = Field(index=True)
    milestone: int
    amount_pence: int = Field(sa_type=Pence)
    paid_on: date
    matched: bool


class PaymentReversedRow(Base, table=True):
    """The day on which a payment came back."""

    __tablename__ = "payment_reversed"

    payment_reference: str = Field(primary_key=True)
    version: int
    failed_on: date


class RecoveryRow(Base, table=True):
    """Money that came back from a school."""

    __tablename__ = "recovery"

    recovery_reference: str = Field(primary_key=True)
    version: int
    award: str = Field(index=True)
    amount_pence: int = Field(sa_type=Pence)
    received_on: date
