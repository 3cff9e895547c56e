"""Read models of the strategies of authorities, and of stories about the programme."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field

from reporting.store.base import Base


class StrategyRow(Base, table=True):
    """An authority's strategy as it was last adopted."""

    __tablename__ = "strategy"

    authority: str = Field(primary_key=True)
    version: int
    edition: str
    title: str | None = None
    priorities: list[dict[str, Any]] = Field(sa_type=JSON)


class StoryRow(Base, table=True):
    """A story's copy."""

    __tablename__ = "story"

    story: str = Field(primary_key=True)
    version: int
    title: str
    url: str
    objective: str | None = None
    published_on: date
    award: str | None = None
    withdrawn: bool = False


class StorySchoolRow(Base, table=True):
    """A school in a story; it holds while its version is the story's."""

    __tablename__ = "story_school"
    __table_args__ = (Index("ix_story_school_urn", "urn"),)

    story: str = Field(primary_key=True)
    urn: str = Field(primary_key=True)
    version: int
