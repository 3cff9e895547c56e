"""The store: applications and the numbers that they are given."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, Text
from sqlmodel import Field

from applications.store.tables.base import Base, Json
from chassis.storage import Pence, UtcDateTime

# A page of each of these filters, in the order of the references, is read from one index.
PAGES = (
    ("round",),
    ("round", "category"),
    ("round", "state"),
    ("round", "category", "state"),
    ("category",),
    ("state",),
    ("authority",),
    ("lead_school",),
    ("outcome",),
)


class WaiverRow(Base, table=True):
    """A waiver as it was granted; one that a later grant replaced is kept."""

    __tablename__ = "waiver"

    key: str = Field(primary_key=True, max_length=64)
    form_reference: str = Field(index=True, max_length=64)
    waives: str = Field(max_length=30)
    reason: str = Field(sa_type=Text)
    until: date
    granted_by: str = Field(max_length=64)
    granted_at: datetime = Field(sa_type=UtcDateTime)
    urn: str | None = Field(default=None, max_length=6)
    against: str | None = Field(default=None, max_length=64)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class NumberRow(Base, table=True):
    """The last number of a series, such as A-2026."""

    __tablename__ = "number"

    series: str = Field(primary_key=True, max_length=20)
    last: int


class ApplicationRow(Base, table=True):
    """An application as it is now; `form` is never edited.

    `lead_school` and `partners` are the schools that take part now.

    `outcome` and `awarded_pence` are what was released; `held_pence` is what it takes of the
    round's money, earmarked, reserved or committed as the state says.
    """

    __tablename__ = "application"
    __table_args__ = (
        Index("ix_application_round", "round", "category", "lead_school"),
        Index("ix_application_ranking", "round", "behind", "submitted_at", "application"),
        Index(
            "ix_application_ranking_of_category",
            "round",
            "category",
            "behind",
            "submitted_at",
            "application",
        ),
        *(
            Index(f"ix_application_page_{'_'.join(filters)}", *filters, "application")
            for filters in PAGES
        ),
        Index("ix_application_page_submitted", "submitted_at", "application"),
    )

    application: str = Field(primary_key=True, max_length=40)
    form_reference: str = Field(unique=True, max_length=64)
    round: str = Field(max_length=64)
    authority: str = Field(max_length=3)
    category: str = Field(max_length=40)
    lead_school: str = Field(max_length=6)
    submitted_at: datetime = Field(sa_type=UtcDateTime)
    form: Json = Field(sa_type=JSON)
    state: str = Field(max_length=20)
    refusals: list[Json] = Field(default_factory=list, sa_type=JSON)
    reviews: int = 0
    spread: int = 0
    reviews_in: bool = False
    moderation_needed: bool = False
    ranking: int | None = None  # hundredths, once all reviews are in
    behind: int | None = None  # the most less the ranking: an index reads the highest first
    held_pence: int = Field(default=0, sa_type=Pence)
    outcome: str | None = Field(default=None, max_length=40)
    awarded_pence: int | None = Field(default=None, sa_type=Pence)
    meeting: str | None = Field(default=None, max_length=64)
    answer_by: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    partners: list[Json] = Field(default_factory=list, sa_type=JSON)  # now, with their shares
    held_from: str | None = Field(default=None, max_length=20)
    held_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    held_for: list[str] = Field(default_factory=list, sa_type=JSON)
    closed_partners: list[str] = Field(default_factory=list, sa_type=JSON)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # on hold, by an officer
    end_reason: str | None = Field(default=None, sa_type=Text)
