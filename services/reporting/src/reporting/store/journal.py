"""The tables whose rows never change: the journal and the published reports."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Text
from sqlmodel import Field

from chassis.storage import UtcDateTime
from reporting.store.base import Base


class JournalRow(Base, table=True):
    """One event as a service of Attain published it; written once, never changed."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("ix_journal_identity", "id", "source", unique=True),
        Index("ix_journal_subject", "subject"),
        Index("ix_journal_correlation", "correlation_id"),
        Index("ix_journal_causation", "causation_id"),
        Index("ix_journal_trace", "trace_id"),
    )

    position: int = Field(
        primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    id: str
    source: str
    type: str
    subject: str
    time: datetime = Field(sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    version: int
    correlation_id: str | None = None
    causation_id: str | None = None
    trace_id: str | None = None
    data: dict[str, Any] = Field(sa_type=JSON)


class PublishedRow(Base, table=True):
    """A fixed copy of a report; a rebuild leaves it alone."""

    __tablename__ = "published_report"

    report: str = Field(primary_key=True)
    name: str
    as_of: datetime = Field(sa_type=UtcDateTime)
    position: int = Field(sa_type=BigInteger)
    definition: str
    content: str = Field(sa_type=Text)  # the bytes that the checksum is of
    checksum: str
    sheet: str = Field(sa_type=Text)
    page: str = Field(sa_type=Text)
