"""The terms of a support: its arrangement, with what the school and the provider are to it."""

from dataclasses import dataclass
from datetime import date

from chassis.domain import Reason, in_full, london_date
from schools.domain.support.commands import SupportArrangement
from schools.domain.support.offers import Booking


@dataclass(frozen=True)
class Terms:
    """The arrangement that holds, and what was known when it was made."""

    arrangement: SupportArrangement
    need_title: str
    school: str
    la_code: str
    school_closed_on: date | None = None  # where that is not after the support's last day
    provider_name: str = ""
    provider_urn: str | None = None

    @property
    def released(self) -> bool:
        """Cancelled, or ended with its school: the provider's days are free but for deliveries."""
        return self.arrangement.cancelled or self.school_closed_on is not None

    @property
    def ends(self) -> list[date]:
        """The days on which it ended early: with its school, or cancelled."""
        ends = [self.school_closed_on, self._cancelled_on]
        return [each for each in ends if each is not None]

    @property
    def last_day(self) -> date:
        """The last day on which a delivery counts."""
        return min([self.arrangement.until, *self.ends])

    @property
    def booking(self) -> Booking:
        """The days that it needs of its provider."""
        arranged = self.arrangement
        return Booking(
            kind=arranged.kind,
            authority=self.la_code,
            begins=arranged.begins,
            until=arranged.until,
            half_days=arranged.half_days,
        )

    def warnings(self) -> list[Reason]:
        """Support that was arranged for a school after it closed; it is kept, and over."""
        arranged, closed = self.arrangement, self.school_closed_on
        if closed is None or arranged.cancelled or london_date(arranged.arranged_at) < closed:
            return []
        message = (
            f"{self.school} ({arranged.urn}) closed on {in_full(closed)}, before the support was "
            "arranged. Arrange it for the school that replaces it, or cancel it."
        )
        return [Reason("school-closed", message)]

    @property
    def _cancelled_on(self) -> date | None:
        cancelled = self.arrangement.cancelled
        return london_date(self.arrangement.arranged_at) if cancelled else None
