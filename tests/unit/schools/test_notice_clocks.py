"""Reminders fall on working days in London, over daylight saving, bank holidays and 29 February."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chassis import england_and_wales
from chassis.domain import day_begins, london_date
from schools.domain.notice.clocks import DAYS, DUE, WINDOW_DUE, reminders, working_days_left
from schools.domain.notice.window import window_ends

CALENDAR = england_and_wales()
DAYS_KNOWN = st.dates(date(2024, 2, 1), date(2027, 6, 30))


@given(DAYS_KNOWN, st.sampled_from([DUE, WINDOW_DUE]))
def test_each_reminder_begins_a_working_day_so_many_working_days_before(
    compliance_ends: date, clock: str
) -> None:
    until = window_ends(compliance_ends) if clock == WINDOW_DUE else compliance_ends
    for step in reminders(clock, until, CALENDAR):
        day = london_date(step.at)
        assert step.at == day_begins(day)
        assert CALENDAR.is_working_day(day)
        between = (day + timedelta(days=each) for each in range((until - day).days))
        assert sum(CALENDAR.is_working_day(each) for each in between) == -step.days


@given(DAYS_KNOWN, st.sampled_from([DUE, WINDOW_DUE]))
def test_reminders_come_in_order_and_before_the_day(until: date, clock: str) -> None:
    days = [london_date(each.at) for each in reminders(clock, until, CALENDAR)]
    assert days == sorted(days)
    assert days[-1] < until
    assert len(days) == len(set(days)) == len(DAYS[clock])


@given(DAYS_KNOWN)
def test_on_a_working_day_the_last_one_counts_as_left_until_it_begins(until: date) -> None:
    left = working_days_left(until, day_begins(until - timedelta(days=1)), CALENDAR)
    assert left == CALENDAR.is_working_day(until)
    assert working_days_left(until, day_begins(until), CALENDAR) == 0


def test_two_leap_days_and_two_changes_of_the_clock() -> None:
    days = {
        until: [london_date(each.at).isoformat() for each in reminders(DUE, until, CALENDAR)]
        for until in (date(2024, 3, 1), date(2026, 3, 30), date(2026, 10, 26), date(2026, 12, 29))
    }
    assert days == {
        date(2024, 3, 1): ["2024-02-16", "2024-02-23", "2024-02-29"],
        date(2026, 3, 30): ["2026-03-16", "2026-03-23", "2026-03-27"],
        date(2026, 10, 26): ["2026-10-12", "2026-10-19", "2026-10-23"],
        date(2026, 12, 29): ["2026-12-11", "2026-12-18", "2026-12-24"],
    }
