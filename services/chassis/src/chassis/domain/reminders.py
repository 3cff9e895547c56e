"""When a reminder is due: working days before or after a date, and which one is due now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chassis.domain.london_time import day_begins, london_date
from chassis.domain.working_days import Calendar, moved


@dataclass(frozen=True)
class Step:
    """One reminder: so many working days after the date, before it where negative."""

    days: int
    at: datetime


def steps(due: date, days: Sequence[int], calendar: Calendar) -> list[Step]:
    """The reminders of a date, each at the beginning of its day in London.

    In years whose bank holidays are not known only weekends are left out: nothing hangs on the day.
    """
    return [Step(each, day_begins(moved(due, each, calendar))) for each in days]


def first_after(start: datetime, of: Sequence[Step]) -> datetime | None:
    """When the first timer is due, for a date that becomes known at `start`.

    A reminder that would have come before is left out. Where the date itself is over already the
    last one is due at once.
    """
    ahead = [each.at for each in of if each.at > start]
    late = [each.at for each in of if each.days > 0]
    return min(ahead, default=max(late, default=None))


def reached(now: datetime, of: Sequence[Step]) -> Step | None:
    """The latest reminder that is due: after a downtime that one alone goes out."""
    return max((each for each in of if each.at <= now), key=lambda each: each.at, default=None)


def next_after(now: datetime, of: Sequence[Step]) -> datetime | None:
    """When the timer is due again; None after the last reminder."""
    return min((each.at for each in of if each.at > now), default=None)


def working_days_late(due: date, now: datetime, calendar: Calendar) -> int | None:
    """Working days since the date, today included; None until the date is over."""
    today = london_date(now)
    if today <= due:
        return None
    passed = (due + timedelta(days=each) for each in range(1, (today - due).days + 1))
    return sum(calendar.is_working_day(day) for day in passed)
