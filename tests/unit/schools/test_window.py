"""The two-month window ends on the corresponding day, whatever the month."""

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.domain.notice.clocks import closes
from schools.domain.notice.window import has_window, window_ends


@pytest.mark.parametrize(
    ("compliance_ends", "last_day"),
    [
        ("2026-11-27", "2027-01-27"),
        ("2026-12-31", "2027-02-28"),
        ("2027-12-31", "2028-02-29"),
        ("2027-12-29", "2028-02-29"),
        ("2026-12-28", "2027-02-28"),
        ("2027-06-30", "2027-08-30"),
        ("2027-07-31", "2027-09-30"),
        ("2028-02-29", "2028-04-29"),
    ],
)
def test_window_ends_on_the_corresponding_day(compliance_ends: str, last_day: str) -> None:
    assert window_ends(date.fromisoformat(compliance_ends)) == date.fromisoformat(last_day)


@given(st.dates(date(2016, 4, 18), date(2199, 12, 31)))
def test_window_is_two_months_of_the_calendar_and_never_more(day: date) -> None:
    last = window_ends(day)
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == 2
    following = last + timedelta(days=1)
    assert last.day == day.day or (last.day < day.day and following.day == 1)
    assert 59 <= (last - day).days <= 62


@given(st.dates(date(2016, 4, 18), date(2100, 12, 31)))
def test_later_period_never_ends_its_window_earlier(day: date) -> None:
    assert window_ends(day) <= window_ends(day + timedelta(days=1))


@given(st.dates(date(2016, 4, 18), date(2100, 12, 31)))
def test_window_closes_at_midnight_in_london_in_summer_and_in_winter(day: date) -> None:
    instant = closes(day)
    utc_hour = instant.astimezone(UTC).hour
    assert utc_hour in {0, 23}
    summer = date(day.year, 4, 1) <= day < date(day.year, 10, 24)
    if summer:
        assert utc_hour == 23


def test_only_s63_and_s64_lapse_with_the_window() -> None:
    lapse = {
        (route, power)
        for route in ("s60", "s60A", "s60B", "s61", "s62")
        for power in ("s63", "s64", "s65", "s66")
        if has_window(route, power)
    }
    assert lapse == {("s60", "s63"), ("s60", "s64"), ("s60A", "s64")}
