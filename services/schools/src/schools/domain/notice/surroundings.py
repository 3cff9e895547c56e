"""What a warning notice looks at outside itself, passed in as values."""

from dataclasses import dataclass
from datetime import date, datetime

from chassis.domain import Calendar
from schools.domain import codes
from schools.domain.foundation import Foundation
from schools.domain.intervention.steps import DfeSteps
from schools.domain.school_facts import SchoolFacts


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """The school in the register, the department's steps there, the calendar and the clock.

    `authorities` are the codes of those that this installation serves; empty is all of them.
    `guidance` is the edition of the statutory guidance that is in force.
    """

    school: SchoolFacts
    steps: DfeSteps
    calendar: Calendar
    now: datetime
    authorities: frozenset[str] = frozenset()
    guidance: str = ""

    @property
    def foundation(self) -> Foundation:
        """Who stands behind the school."""
        return Foundation.of(self.school)


def open_on(school: SchoolFacts, day: date) -> bool:
    """Whether the register has the school open on the day; its closing date is its last one."""
    if school.open_date is not None and day < school.open_date:
        return False
    if codes.is_open(school.status_code):
        return True
    return school.close_date is not None and day <= school.close_date
