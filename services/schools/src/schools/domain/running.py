"""The dates that run for schools, and the working days that are left until each."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from chassis.domain import Calendar


@dataclass(frozen=True, order=True)
class RunningDate:
    """What is due on a day for a school; `reference` is the case, notice or visit."""

    due: date
    urn: str
    what: str
    reference: str
    name: str
    la_code: str

    def told(self, today: date, calendar: Calendar) -> dict[str, Any]:
        """With the working days left, the last day included; null where the calendar ends."""
        return {
            "what": self.what,
            "urn": self.urn,
            "name": self.name,
            "la_code": self.la_code,
            "reference": self.reference,
            "due": self.due,
            "overdue": self.due < today,
            "working_days_left": working_days_left(self.due, today, calendar),
        }


def working_days_left(due: date, today: date, calendar: Calendar) -> int | None:
    """Working days from tomorrow to the day itself; 0 once it is over, never guessed."""
    if due > today and not calendar.knows(due):
        return None
    days = range(1, (due - today).days + 1)
    return sum(calendar.is_working_day(today + timedelta(days=each)) for each in days)
