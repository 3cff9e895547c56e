"""Working days and the lapse of an offer, by the calendar that is known."""

from datetime import date

import pytest

from applications.domain.money.offers import answer_by, answer_refusals
from chassis import england_and_wales
from chassis.domain import Calendar, Reason, working_days_after
from unit.applications.values import at


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 11, 6), 1, date(2026, 11, 9)),
        (date(2026, 11, 6), 20, date(2026, 12, 4)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Boxing Day's substitute is the 28th
        (date(2027, 3, 25), 1, date(2027, 3, 30)),  # Good Friday and Easter Monday
        (date(2026, 11, 6), 0, date(2026, 11, 6)),
    ],
)
def test_weekends_and_bank_holidays_do_not_count(start: date, days: int, last: date) -> None:
    assert working_days_after(start, days, england_and_wales()) == last


def test_past_the_calendars_last_year_nothing_is_guessed() -> None:
    calendar = Calendar(frozenset(), 2026, 2026)
    refused = working_days_after(date(2026, 12, 31), 1, calendar)
    assert isinstance(refused, Reason)
    assert "2027" in refused.message


def test_before_the_calendars_first_year_nothing_is_guessed() -> None:
    calendar = Calendar(frozenset(), 2026, 2026)
    assert isinstance(working_days_after(date(2025, 12, 31), 1, calendar), Reason)


def test_an_offer_lapses_24_hours_after_the_end_of_the_last_working_day() -> None:
    until = answer_by(at("2026-11-06T09:00:00+00:00"), 20, england_and_wales())
    assert until == at("2026-12-06T00:00:00+00:00")


def test_24_hours_are_hours_when_the_clocks_change() -> None:
    until = answer_by(at("2026-10-22T09:00:00+01:00"), 1, england_and_wales())
    assert until == at("2026-10-25T00:00:00+01:00")
    over_the_change = answer_by(at("2026-10-23T09:00:00+01:00"), 1, england_and_wales())
    assert over_the_change == at("2026-10-28T00:00:00+00:00")


def test_an_answer_is_judged_by_its_own_instant_half_open() -> None:
    until = at("2026-12-06T00:00:00+00:00")
    assert answer_refusals(at("2026-12-05T23:59:59.999999+00:00"), until) == []
    assert [reason.code for reason in answer_refusals(until, until)] == ["offer-lapsed"]
