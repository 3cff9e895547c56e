"""Read models of the programme of support: providers, support, deliveries, evaluations."""

from datetime import date, datetime

from sqlalchemy import Float, Index
from sqlmodel import Field

from chassis.storage import UtcDateTime
from reporting.store.base import Base


class ProviderRow(Base, table=True):
    """The days that a provider offers from a date on."""

    __tablename__ = "provider_offer"

    provider: str = Field(primary_key=True)
    begins: date = Field(primary_key=True, alias="from")
    version: int
    name: str
    kind: str
    urn: str | None = None
    authority: str | None = None
    until: date | None = None
    days: float = Field(sa_type=Float)
    booked_days: float = Field(default=0, sa_type=Float)


class SupportRow(Base, table=True):
    """A support's copy; days are working days, to the half."""

    __tablename__ = "support"
    __table_args__ = (
        Index("ix_support_urn", "urn"),
        Index("ix_support_provider", "provider", "begins"),
        Index("ix_support_provider_urn", "provider_urn"),
    )

    support: str = Field(primary_key=True)
    version: int
    urn: str
    name: str
    la_code: str
    need: str
    need_title: str | None = None
    kind: str
    provider: str
    provider_name: str | None = None
    provider_urn: str | None = None
    days: float = Field(sa_type=Float)
    delivered_days: float = Field(default=0, sa_type=Float)
    begins: date = Field(alias="from")
    until: date
    state: str = "arranged"
    ended_on: date | None = None
    cancelled: bool = False
    objective: str


class DeliveryOfSupportRow(Base, table=True):
    """A delivered part with its attendances; it holds while its version is the support's."""

    __tablename__ = "support_delivery"

    support: str = Field(primary_key=True)
    delivery: str = Field(primary_key=True)
    version: int
    delivered_on: date
    days: float = Field(sa_type=Float)
    teachers: int = 0
    leaders: int = 0
    other_staff: int = 0
    governors: int = 0


class EvaluationRow(Base, table=True):
    """A rating from 1 to 5; it holds while its version is the support's."""

    __tablename__ = "support_evaluation"

    support: str = Field(primary_key=True)
    by: str = Field(primary_key=True)
    point: str = Field(primary_key=True)
    version: int
    rating: int
    evaluated_at: datetime = Field(sa_type=UtcDateTime)


class SupportPriorityRow(Base, table=True):
    """A priority that a support names; it holds while its version is the support's."""

    __tablename__ = "support_priority"

    support: str = Field(primary_key=True)
    priority: str = Field(primary_key=True)
    version: int
