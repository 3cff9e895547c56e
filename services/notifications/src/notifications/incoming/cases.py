"""A case of a school causing concern, and an adviser's visit."""

from datetime import date, datetime

from pydantic import Field

from notifications.incoming.base import Incoming, Reason
from notifications.incoming.schools import SchoolEvent


class Case(Incoming):
    """A step of a case, with the state that it leaves the case in."""

    case: str
    urn: str
    name: str
    la_code: str
    state: str
    aim: str
    previous: str | None = None
    review_due: date | None = None
    rag: str | None = None
    reviews_missed: int = 0
    closed_on: date | None = None
    outcome: str | None = None
    successor: str | None = None
    corrected: bool = False
    tell_school: bool = False
    warnings: list[Reason] = Field(default_factory=list)
    held_on: date | None = None
    due: date | None = None


class VisitNote(SchoolEvent):
    """The note of a visit as its adviser recorded it, for the head teacher alone.

    The only event of another system that is told: so its references are checked here too.
    """

    urn: str = Field(pattern=r"^[1-9][0-9]{5}$")
    visit: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9/_.-]{2,63}$")
    visited_on: date
    purpose: str
    note: str = Field(repr=False)
    recorded_at: datetime


class LateVisit(Incoming):
    """A visit whose note came late."""

    visit: str
    urn: str
    name: str
    la_code: str
    adviser: str
    visited_on: date
    due: date
    working_days_late: int | None = None
