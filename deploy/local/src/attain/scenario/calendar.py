"""The days and references of one run: everything happened in the weeks before it."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

# Days before the run, or after it.
NOTED, DIRECTORY, APPOINTED, OPENED = -120, -70, -63, -56
SUBMITTED, DEADLINE, WITHDRAWN = -30, -28, -24
DECLARED, REVIEWED, MET, RELEASED = -23, -21, -14, -13
ANSWERED, CONDITION_MET, EVIDENCED, ASSESSED, PAID = -9, -8, -6, -4, -2
INSPECTED, PUBLISHED, CONCERNED = -40, -20, -15
CONSENTED, MODERATED, APPEALED, REAPPOINTED = -22, -20, -11, -10
APPEAL_MET, APPEAL_RELEASED, ENDED, TODAY = -7, -6, -1, 0
PROVIDED, SIGNALLED, TIERED, CASE_OPENED, PLANNED, ARRANGED = -95, -90, -86, -85, -83, -80
VISITED, VISIT_NOTED, VISIT_ANSWERED, DELIVERED, REVIEW_DUE, WARNED = -66, -64, -58, -50, -45, -40
COMPLIANCE_ENDS, COMPLIED, DONE, EVALUATED, REVIEW_HELD, CASE_CLOSED = -18, -19, -10, -8, -7, -3
TIER_REVIEW = 30
STARTS, FIRST_DUE, SECOND_DUE, ENDS = -12, -5, 150, 300


@dataclass(frozen=True)
class Calendar:
    """Counts from `now`, in London; its stamp keeps the references of two runs apart."""

    now: dt.datetime

    @property
    def stamp(self) -> str:
        """A part of every reference."""
        return f"{self.now.astimezone(LONDON):%Y%m%d-%H%M%S}"

    @property
    def round(self) -> str:
        """The round's code."""
        return f"DEMO-{self.stamp}"

    @property
    def meeting(self) -> str:
        """The reference of the panel's meeting."""
        return f"LDT-{self.stamp}"

    @property
    def appeal_meeting(self) -> str:
        """The reference of the meeting that decides the appeal."""
        return f"{self.meeting}-A"

    def date(self, days: int) -> str:
        """The date that many days after the run, as contracts write it."""
        return self._day(days).isoformat()

    def at(self, days: int, hour: int = 10, minute: int = 0) -> dt.datetime:
        """A time in London on that date."""
        return dt.datetime.combine(self._day(days), dt.time(hour, minute), LONDON)

    def _day(self, days: int) -> dt.date:
        return self.now.astimezone(LONDON).date() + dt.timedelta(days=days)
