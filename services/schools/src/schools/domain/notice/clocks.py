"""The clocks of a warning notice: its reminders, and the end of its window.

Reminders come 10, 5 and 1 working days before the compliance period ends, and 20, 10 and 5 before
the two-month window does [default]. The window closes as the day after its last one begins in
London.
"""

from datetime import date, datetime, timedelta

from chassis.domain import (
    Calendar,
    Step,
    TimerChange,
    day_begins,
    first_after,
    london_date,
    steps,
)

DUE, WINDOW_DUE, WINDOW_CLOSES = "notice-due", "notice-window-due", "notice-window-closes"
DAYS = {DUE: (-10, -5, -1), WINDOW_DUE: (-20, -10, -5)}


def closes(window_ends: date) -> datetime:
    """The first instant after the window."""
    return day_begins(window_ends + timedelta(days=1))


def reminders(clock: str, until: date, calendar: Calendar) -> list[Step]:
    """The reminders of a clock that runs until the end of this day."""
    return steps(until, DAYS[clock], calendar)


def timer(
    clock: str, notice: str, until: date | None, calendar: Calendar, now: datetime
) -> TimerChange:
    """Sets a clock as of now; stops it where `until` is None."""
    if until is None:
        return TimerChange(clock, notice)
    if clock == WINDOW_CLOSES:
        return TimerChange(clock, notice, closes(until))
    return TimerChange(clock, notice, first_after(now, reminders(clock, until, calendar)))


def working_days_left(until: date, now: datetime, calendar: Calendar) -> int:
    """Working days from tomorrow to the last day of the clock, that day included."""
    days = range(1, (until - london_date(now)).days + 1)
    ahead = (london_date(now) + timedelta(days=each) for each in days)
    return sum(calendar.is_working_day(day) for day in ahead)
