"""What a case looks at outside itself, and how its school's end ends it."""

from dataclasses import dataclass
from datetime import date, datetime

from chassis.domain import Calendar
from schools.domain.codes import CLOSED
from schools.domain.school_facts import SchoolFacts


@dataclass(frozen=True, kw_only=True)
class Ending:
    """The school closed or converted, and with it the case ended."""

    kind: str  # closed or converted
    on: date
    successor: str | None = None

    @property
    def outcome(self) -> str:
        """The outcome of a case that ended so, in the words of a closing."""
        return "converted" if self.kind == "converted" else "school-closed"


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a case looks at outside itself: its school, the working days, and the time."""

    school: SchoolFacts
    calendar: Calendar
    now: datetime


def ending_of(school: SchoolFacts, today: date) -> Ending | None:
    """How the school's own end ends its cases; None while it is open.

    `today` stands in for a closing date that the register does not know.
    """
    if school.status_code != CLOSED:
        return None
    kind = "converted" if school.successor else "closed"
    return Ending(kind=kind, on=school.close_date or today, successor=school.successor)
