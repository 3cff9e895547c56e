"""The store: interests, reviews, how they are arranged, decisions, conditions; never edited."""

from datetime import date, datetime

from sqlalchemy import JSON, Text
from sqlmodel import Field

from applications.store.tables.base import Base, Json
from chassis.storage import Pence, UtcDateTime


class InterestRow(Base, table=True):
    """A declaration, of none too."""

    __tablename__ = "interest"

    key: str = Field(primary_key=True, max_length=64)
    application: str = Field(index=True, max_length=40)
    person: str = Field(max_length=64)
    nature: str = Field(max_length=40)
    declared_at: datetime = Field(sa_type=UtcDateTime)


class ReviewRow(Base, table=True):
    """A review, kept whether or not it counts."""

    __tablename__ = "review"

    key: str = Field(primary_key=True, max_length=64)
    application: str = Field(index=True, max_length=40)
    reviewer: str = Field(max_length=64)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    ce_time: datetime = Field(sa_type=UtcDateTime)  # the panel then in force says whose schools
    scores: list[Json] = Field(sa_type=JSON)
    own_interest: str | None = None


class AssignmentRow(Base, table=True):
    """Who was asked to review an application by when; the latest holds."""

    __tablename__ = "assignment"

    key: str = Field(primary_key=True, max_length=64)
    application: str = Field(index=True, max_length=40)
    reviewers: list[str] = Field(sa_type=JSON)
    due: date
    assigned_by: str = Field(max_length=64)
    assigned_at: datetime = Field(sa_type=UtcDateTime)


class ModerationRow(Base, table=True):
    """The scores that reviewers far apart agreed on; the latest holds."""

    __tablename__ = "moderation"

    key: str = Field(primary_key=True, max_length=64)
    application: str = Field(index=True, max_length=40)
    scores: list[Json] = Field(sa_type=JSON)
    note: str = Field(sa_type=Text)
    moderated_by: str = Field(max_length=64)
    moderated_at: datetime = Field(sa_type=UtcDateTime)


class DecisionRow(Base, table=True):
    """A version of the panel's decision, with the panel as it was judged by.

    Its status is stands, void (an interest took its quorum or majority) or replaced.
    """

    __tablename__ = "decision"

    key: str = Field(primary_key=True, max_length=64)
    event_id: str
    application: str = Field(index=True, max_length=40)
    meeting: str = Field(max_length=64)
    held_on: date
    outcome: str = Field(max_length=40)
    awarded_pence: int = Field(sa_type=Pence)
    reasons: str = Field(sa_type=Text)
    conditions: list[Json] = Field(sa_type=JSON)
    votes: list[Json] = Field(sa_type=JSON)
    recorded_by: str = Field(max_length=64)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    ce_time: datetime = Field(sa_type=UtcDateTime)  # the panel then in force judges it
    panel: Json = Field(sa_type=JSON)
    tally: Json = Field(sa_type=JSON)
    status: str = Field(max_length=10)
    flagged: bool = False
    released_by: str | None = Field(default=None, max_length=64)
    released_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    authorised_under: str | None = None
    about: str = Field(default="award", max_length=10)
    appealed_meeting: str | None = Field(default=None, max_length=64)
    unfunded: bool = False  # approved on appeal, beyond the money of the round
    appeal_by: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AppealRow(Base, table=True):
    """An applicant's appeal against the decision of a meeting."""

    __tablename__ = "appeal"

    application: str = Field(primary_key=True, max_length=40)
    meeting: str = Field(primary_key=True, max_length=64)
    received_at: datetime = Field(sa_type=UtcDateTime)
    grounds: str = Field(sa_type=Text)


class ConditionMetRow(Base, table=True):
    """A condition that an officer found met."""

    __tablename__ = "condition_met"

    application: str = Field(primary_key=True, max_length=40)
    code: str = Field(primary_key=True, max_length=64)
    found_by: str = Field(max_length=64)
    found_at: datetime = Field(sa_type=UtcDateTime)
    note: str = Field(sa_type=Text)
