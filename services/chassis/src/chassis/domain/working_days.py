"""Working days of England and Wales, over a calendar that is passed in as a value."""

from dataclasses import dataclass
from datetime import date, timedelta

from chassis.domain import Reason


@dataclass(frozen=True)
class Calendar:
    """The bank holidays that are known, and the years for which they are."""

    holidays: frozenset[date]
    first_year: int
    last_year: int

    def knows(self, day: date) -> bool:
        """Whether the bank holidays of the day's year are known."""
        return self.first_year <= day.year <= self.last_year

    def is_working_day(self, day: date) -> bool:
        """Neither at the weekend nor a bank holiday."""
        return day.weekday() < 5 and day not in self.holidays


def working_days_after(start: date, days: int, calendar: Calendar) -> date | Reason:
    """The last of so many working days, counted from the day after `start`; never guessed."""
    day = start
    while calendar.knows(day):
        if days == 0:
            return day
        day += timedelta(days=1)
        days -= calendar.is_working_day(day)
    return Reason(
        "calendar-ends",
        f"The bank holidays of {day.year} are not known: the calendar covers {calendar.first_year} "
        f"to {calendar.last_year}. Update the govuk-bank-holidays package, then replay this event.",
    )


def moved(day: date, days: int, calendar: Calendar) -> date:
    """So many working days later, or earlier where negative; weekends alone count in years unknown.

    For dates on which no rule hangs, such as reminders; `working_days_after` never guesses.
    """
    step = timedelta(days=1 if days > 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= calendar.is_working_day(day)
    return day
