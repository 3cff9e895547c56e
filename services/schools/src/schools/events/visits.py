"""Events about an adviser's visit."""

from datetime import date, datetime
from typing import ClassVar, Literal

from chassis import OutgoingEvent


class VisitEvent(OutgoingEvent):
    """The visit as it is known now; its note is in the event of its publication alone.

    `published_because` is null while the school has time to answer.
    """

    aggregate: ClassVar[str] = "visit"
    reference: ClassVar[str] = "visit"

    visit: str
    urn: str
    name: str
    la_code: str
    adviser: str
    visited_on: date
    purpose: str
    support: str | None
    recorded_at: datetime
    late: bool
    answered_at: datetime | None
    accurate: Literal["yes", "with-corrections"] | None
    corrections: str | None
    published_because: Literal["answered", "not-answered"] | None


class VisitRecorded(VisitEvent):
    """A note of the visit was recorded, or a later one in its place."""

    event_type: ClassVar[str] = "council.schools.visit.recorded.v1"


class VisitLate(VisitEvent):
    """The note came after its last day, so many working days late."""

    event_type: ClassVar[str] = "council.schools.visit.late.v1"

    due: date
    working_days_late: int


class VisitAnswered(VisitEvent):
    """The school answered whether the note is accurate."""

    event_type: ClassVar[str] = "council.schools.visit.answered.v1"


class VisitPublished(VisitEvent):
    """The note is published, with the school's corrections or without an answer."""

    event_type: ClassVar[str] = "council.schools.visit.published.v1"

    note: str


EVENTS: list[type[OutgoingEvent]] = [VisitRecorded, VisitLate, VisitAnswered, VisitPublished]
