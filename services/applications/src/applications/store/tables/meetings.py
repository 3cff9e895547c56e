"""The store: meetings of the panel, and what is on their agenda."""

from datetime import date, datetime

from sqlalchemy import JSON
from sqlmodel import Field

from applications.store.tables.base import Base, Json
from chassis.storage import UtcDateTime


class MeetingRow(Base, table=True):
    """A meeting as it holds now; every schedule of it is a fact of its own."""

    __tablename__ = "meeting"

    meeting: str = Field(primary_key=True, max_length=64)
    panel: str = Field(index=True, max_length=64)
    authority: str = Field(max_length=3)
    held_on: date
    starts_at: datetime = Field(sa_type=UtcDateTime)
    papers_by: date
    state: str = Field(max_length=10)
    at_risk: list[Json] = Field(sa_type=JSON)


class MeetingItemRow(Base, table=True):
    """An application on the agenda of a meeting, and its place there."""

    __tablename__ = "meeting_item"

    meeting: str = Field(primary_key=True, max_length=64)
    application: str = Field(primary_key=True, index=True, max_length=64)
    place: int
