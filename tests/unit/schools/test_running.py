"""Working days left until a date: weekends, bank holidays, daylight saving and leap days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import england_and_wales
from schools.domain.running import RunningDate, working_days_left

CALENDAR = england_and_wales()
TODAY = date(2026, 11, 27)  # a Friday


@pytest.mark.parametrize(
    ("today", "due", "left"),
    [
        (TODAY, date(2026, 11, 27), 0),
        (TODAY, date(2026, 11, 30), 1),
        (date(2026, 12, 24), date(2026, 12, 29), 1),
        (date(2026, 3, 27), date(2026, 3, 30), 1),
        (date(2024, 2, 28), date(2024, 3, 1), 2),
        (TODAY, date(2026, 11, 20), 0),
        (TODAY, date(2099, 1, 5), None),
    ],
)
def test_working_days_are_counted_from_tomorrow_to_the_day_itself(
    today: date, due: date, left: int | None
) -> None:
    assert working_days_left(due, today, CALENDAR) == left


@given(st.dates(date(2024, 1, 1), date(2026, 6, 1)), st.integers(0, 200))
def test_each_working_day_takes_one_off(today: date, ahead: int) -> None:
    due = today + timedelta(days=ahead + 1)
    tomorrow = today + timedelta(days=1)
    today_left = working_days_left(due, today, CALENDAR)
    left = working_days_left(due, tomorrow, CALENDAR)
    assert today_left is not None
    assert left is not None
    assert today_left - left == CALENDAR.is_working_day(tomorrow)


def test_date_that_is_over_is_overdue() -> None:
    clock = RunningDate(date(2026, 11, 26), "111632", "tier review", "111632", "Acklam", "806")
    assert clock.told(TODAY, CALENDAR)["overdue"]
