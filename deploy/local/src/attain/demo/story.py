"""The demonstration's calendar: everything happened in the last ten weeks, seen from now."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Story:
    """Instants and days of one telling; its stamp keeps its references apart from others'."""

    now: datetime

    @property
    def stamp(self) -> str:
        """Part of every reference, so that a second demonstration does not repeat the first."""
        return f"{self.now.astimezone(LONDON):%Y%m%d-%H%M%S}"

    @property
    def round(self) -> str:
        """The round's code."""
        return f"DEMO-{self.stamp}"

    @property
    def meeting(self) -> str:
        """The panel's meeting."""
        return f"LDT-{self.stamp}"

    def form(self, number: int) -> str:
        """The reference that the online form gave."""
        return f"FORM-{self.stamp}-{number:02d}"

    def payment(self, number: int) -> str:
        """The reference that the finance system gave."""
        return f"BACS-{self.stamp}-{number:02d}"

    def day(self, days: int) -> date:
        """A day before today, or after it."""
        return self.now.astimezone(LONDON).date() + timedelta(days=days)

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """A London clock's instant on such a day."""
        return datetime.combine(self.day(days), time(hour, minute), LONDON)


DIRECTORY, APPOINTED, OPENED = -70, -63, -56
SUBMITTED, DEADLINE, WITHDRAWN = -30, -28, -24
DECLARED, REVIEWED, MET, RELEASED = -23, -21, -14, -13
ANSWERED, CONDITION_MET, EVIDENCED, ASSESSED, PAID = -9, -8, -6, -4, -2
INSPECTED, PUBLISHED, CONCERNED = -40, -20, -15
STARTS, FIRST_DUE, SECOND_DUE, ENDS = -12, -5, 150, 300
