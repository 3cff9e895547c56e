"""Reminders: lead times in working days, each once, whatever the clock skips."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.domain.reminding import (
    MILESTONE_DAYS,
    OF_MILESTONE,
    milestone_timer,
    offer_is_due,
    offer_timer,
    reminder_of,
)
from chassis.domain import Calendar, first_after, next_after, reached, steps, working_days_late

EASTER = {date(2027, 3, 26), date(2027, 3, 29)}  # Good Friday, Easter Monday
CALENDAR = Calendar(frozenset(EASTER), 2026, 2027)
DUE = date(2027, 3, 25)  # the Thursday before
SOONER = date(2027, 2, 22)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_steps_leave_out_weekends_and_bank_holidays_and_follow_londons_clock():
    moments = [each.at for each in steps(DUE, MILESTONE_DAYS, CALENDAR)]
    assert moments == [
        at("2027-03-18T00:00:00+00:00"),
        at("2027-03-30T00:00:00+01:00"),
        at("2027-04-12T00:00:00+01:00"),
    ]


@pytest.mark.parametrize(
    ("start", "first"),
    [
        ("2027-01-01T00:00:00+00:00", "2027-03-18T00:00:00+00:00"),
        ("2027-03-20T00:00:00+00:00", "2027-03-30T00:00:00+01:00"),  # too late for the first
        ("2027-06-01T00:00:00+00:00", "2027-04-12T00:00:00+01:00"),  # over: at once
    ],
)
def test_first_timer_is_the_first_reminder_that_lies_ahead(start, first):
    assert first_after(at(start), steps(DUE, MILESTONE_DAYS, CALENDAR)) == at(first)


@pytest.mark.parametrize(
    ("today", "late"),
    [("2027-03-25", None), ("2027-03-27", 0), ("2027-03-30", 1), ("2027-04-12", 10)],
)
def test_lateness_is_counted_in_working_days(today, late):
    assert working_days_late(DUE, at(f"{today}T12:00:00+00:00"), CALENDAR) == late


@pytest.mark.parametrize(
    ("now", "event", "late"),
    [
        ("2027-03-18T00:00:00+00:00", "milestone.due-soon", None),
        ("2027-03-26T00:00:00+00:00", None, 0),  # due-soon would be false, overdue follows
        ("2027-03-30T00:00:00+01:00", "milestone.overdue", 1),
        ("2027-06-01T00:00:00+00:00", "milestone.overdue", 46),
    ],
)
def test_after_a_downtime_the_latest_reminder_alone_goes_out(now, event, late):
    name, days, following = reminder_of(OF_MILESTONE, DUE, at(now), CALENDAR)
    assert (name, days) == (event, late)
    assert following is None or following > at(now)


def test_offer_closes_five_working_days_before_its_last_day_and_not_once_it_is_over():
    until = at("2026-12-06T00:00:00+00:00")  # its last day is Saturday 5 December
    timer = offer_timer("A-1", at("2026-11-06T09:00:00+00:00"), until, CALENDAR)
    assert timer.due == at("2026-11-30T00:00:00+00:00")
    assert offer_is_due(until, at("2026-11-30T00:00:00+00:00"), CALENDAR)
    assert not offer_is_due(until, at("2026-11-29T23:59:59+00:00"), CALENDAR)
    assert not offer_is_due(until, until, CALENDAR)


def test_offer_that_is_open_for_a_few_days_is_not_reminded_of():
    until = at("2026-11-11T00:00:00+00:00")
    assert offer_timer("A-1", at("2026-11-06T09:00:00+00:00"), until, CALENDAR).due is None


@given(st.integers(-400, 400), st.integers(0, 400))
def test_timers_go_through_every_reminder_that_lies_ahead_and_end(offset, start):
    of = steps(DUE + timedelta(days=offset), MILESTONE_DAYS, CALENDAR)
    begin = at("2026-06-01T00:00:00+00:00") + timedelta(days=start)
    fired, due = [], first_after(begin, of)
    while due is not None:
        fired.append(reached(max(due, begin), of))
        due = next_after(max(due, begin), of)
    ahead = [each for each in of if each.at > begin]
    assert fired == (ahead or [of[-1]])


@pytest.mark.parametrize("days", [-5, 1, 10])
def test_date_that_moved_later_is_not_reminded_of_at_its_old_date_but_at_the_new_one(days):
    before = {each.days: each.at for each in steps(DUE, MILESTONE_DAYS, CALENDAR)}
    moved = date(2027, 7, 15)
    name, _, following = reminder_of(OF_MILESTONE, moved, before[days], CALENDAR)
    assert (name, following) == (None, steps(moved, MILESTONE_DAYS, CALENDAR)[0].at)
    assert reminder_of(OF_MILESTONE, moved, following, CALENDAR)[0] == "milestone.due-soon"


def test_timer_of_the_new_date_takes_the_place_of_the_old_one():
    start = at("2027-01-01T00:00:00+00:00")
    old, new = [milestone_timer("G-1", 1, due, start, CALENDAR) for due in (DUE, SOONER)]
    assert (old.name, old.subject) == (new.name, new.subject)
    assert new.due == at("2027-02-15T00:00:00+00:00")
