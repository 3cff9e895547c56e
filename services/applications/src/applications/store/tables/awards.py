"""The store: awards, their milestones, and the ledger of payments."""

from datetime import date, datetime

from sqlalchemy import JSON, Text
from sqlmodel import Field

from applications.store.tables.base import Base, Json
from chassis.storage import Pence, UtcDateTime


class AwardRow(Base, table=True):
    """An accepted offer; the shares are the part award's, `lead_school` is the lead now."""

    __tablename__ = "award"

    award: str = Field(primary_key=True, max_length=40)
    application: str = Field(unique=True, max_length=40)
    awarded_pence: int = Field(sa_type=Pence)
    committed_pence: int = Field(sa_type=Pence)  # what of it was not freed
    awarded_at: datetime = Field(sa_type=UtcDateTime)
    planned_end: date | None = None  # by the last variation; null: as in the form
    lead_school: str = Field(max_length=6)
    lead_share_pence: int = Field(sa_type=Pence)
    partners: list[Json] = Field(sa_type=JSON)
    state: str = Field(max_length=20)
    suspended_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    suspended_for: list[str] = Field(default_factory=list, sa_type=JSON)


class MilestoneRow(Base, table=True):
    """A milestone as it is now: due, evidenced, accepted, returned, payable or paid."""

    __tablename__ = "milestone"

    award: str = Field(primary_key=True, max_length=40)
    number: int = Field(primary_key=True)
    title: str
    due: date
    amount_pence: int = Field(sa_type=Pence)
    state: str = Field(max_length=10)
    payment_request: str | None = Field(default=None, max_length=64)


class EvidenceRow(Base, table=True):
    """Evidence as it was sent; what was spent is only reported."""

    __tablename__ = "evidence"

    key: str = Field(primary_key=True, max_length=64)
    award: str = Field(index=True, max_length=40)
    number: int
    submitted_at: datetime = Field(sa_type=UtcDateTime)
    spend_pence: int = Field(sa_type=Pence)
    evidence: str = Field(sa_type=Text)


class AssessmentRow(Base, table=True):
    """An officer's finding on one piece of evidence."""

    __tablename__ = "assessment"

    key: str = Field(primary_key=True, max_length=64)
    award: str = Field(index=True, max_length=40)
    number: int
    evidence_submitted_at: datetime = Field(sa_type=UtcDateTime)
    accepted: bool
    assessed_by: str = Field(max_length=64)
    assessed_at: datetime = Field(sa_type=UtcDateTime)
    note: str = Field(sa_type=Text)


class PaymentRow(Base, table=True):
    """What the finance system did under one reference: recorded, unmatched, failed, reversed.

    `told_at` is the time of the finance system's event: payments are matched in its order.
    """

    __tablename__ = "payment"

    payment_reference: str = Field(primary_key=True, max_length=64)
    award: str = Field(index=True, max_length=40)
    milestone: int  # as the finance system named it
    payment_request: str | None = Field(default=None, max_length=64)  # ours, where it named it
    matched: int | None = None  # the milestone that it pays
    state: str = Field(max_length=10)
    amount_pence: int | None = Field(default=None, sa_type=Pence)
    paid_on: date | None = None
    payee: str | None = Field(default=None, max_length=6)  # the lead school on that day
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failed_on: date | None = None
    reason: str | None = None
    warnings: list[Json] = Field(default_factory=list, sa_type=JSON)


class RecoveryRow(Base, table=True):
    """Money that came back under one reference of the finance system."""

    __tablename__ = "recovery"

    recovery_reference: str = Field(primary_key=True, max_length=64)
    award: str = Field(index=True, max_length=40)
    amount_pence: int = Field(sa_type=Pence)
    received_on: date
    warnings: list[Json] = Field(default_factory=list, sa_type=JSON)


class AwardFactRow(Base, table=True):
    """What was reported of an award once, whole: its end, a variation, findings, a hub's report."""

    __tablename__ = "award_fact"

    key: str = Field(primary_key=True, max_length=64)  # the event's identity
    award: str = Field(index=True, max_length=40)
    kind: str = Field(max_length=20)
    data: Json = Field(sa_type=JSON)
