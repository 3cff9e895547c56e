"""The store: what other systems reported of rounds, panels and schools."""

from datetime import date, datetime

from sqlalchemy import JSON, Index
from sqlmodel import Field

from applications.store.tables.base import Base, Json
from chassis.storage import UtcDateTime


class FactRow(Base, table=True):
    """A fact of a round, a panel or a person's posts; its time says when it was in force."""

    __tablename__ = "fact"
    __table_args__ = (Index("ix_fact_about", "about", "ce_time"),)

    key: str = Field(primary_key=True, max_length=64)  # the event's identity
    event_id: str
    about: str  # round:2026-AUT, panel:LDT, person:p-1001
    kind: str = Field(max_length=10)  # opened, closed, appointed, posts
    ce_time: datetime = Field(sa_type=UtcDateTime)
    data: Json = Field(sa_type=JSON)


class SchoolRow(Base, table=True):
    """The copy of a school, from schools' events alone: the newest version wins."""

    __tablename__ = "school"

    urn: str = Field(primary_key=True, max_length=6)
    version: int
    name: str
    la_code: str = Field(max_length=3)
    status_code: str
    part4_maintained: bool
    academy: bool
    phase: str | None = None
    phase_code: str | None = None
    open_date: date | None = None
    close_date: date | None = None
    type_code: str | None = Field(default=None, max_length=2)
    successors: list[str] | None = Field(default=None, sa_type=JSON)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the time of that version
