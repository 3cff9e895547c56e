"""The tables of results and stories."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Text
from sqlmodel import Field

from chassis.storage import UtcDateTime
from schools.store.tables.base import Base


class ResultsRow(Base, table=True):
    """The results of a school, year and stage in the version that holds."""

    __tablename__ = "results"

    reference: str = Field(primary_key=True)
    urn: str = Field(max_length=6, index=True)
    academic_year: str
    stage: str
    version: str
    published_on: date
    measures: list[dict[str, Any]] = Field(sa_type=JSON)


class StoryRow(Base, table=True):
    """A story as it was last published."""

    __tablename__ = "story"

    story: str = Field(primary_key=True)
    told_at: datetime = Field(sa_type=UtcDateTime)
    event_id: str
    title: str
    summary: str = Field(sa_type=Text)
    url: str
    urns: list[str] = Field(sa_type=JSON)
    objective: str
    published_on: date
    award: str | None
    withdrawn: bool
