"""The store: which schools take part in what, how they moved, and what partners answered."""

from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field

from applications.store.tables.base import Base
from chassis.storage import UtcDateTime


class PartyRow(Base, table=True):
    """A school that takes part in an application, or once did."""

    __tablename__ = "party"

    application: str = Field(primary_key=True, max_length=40)
    urn: str = Field(primary_key=True, max_length=6, index=True)


class NovationRow(Base, table=True):
    """What a school had moved to another; added, never edited."""

    __tablename__ = "novation"

    key: str = Field(primary_key=True, max_length=64)
    application: str = Field(index=True, max_length=40)
    from_urn: str = Field(max_length=6)
    successor: str = Field(max_length=6)
    ground: str = Field(max_length=20)
    consented_by: str = Field(max_length=120)
    consented_on: date
    agreed_by: str = Field(max_length=64)
    agreed_at: datetime = Field(sa_type=UtcDateTime)
    released_by: str | None = Field(default=None, max_length=120)
    released_on: date | None = None


class PartnerAnswerRow(Base, table=True):
    """A partner's own word; added, never edited."""

    __tablename__ = "partner_answer"

    key: str = Field(primary_key=True, max_length=64)
    application: str = Field(index=True, max_length=40)
    urn: str = Field(max_length=6)
    answer: str = Field(max_length=10)
    role: str = Field(max_length=80)
    answered_at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(sa_type=Text)
