"""The window of an appeal: working days of England, whole London days, half open."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.domain.panel.appeals import appeal_by, late_refusals
from chassis import england_and_wales
from chassis.domain import LONDON, london_date
from unit.applications.values import at

CALENDAR = england_and_wales()
START = at("2026-01-01T00:00:00+00:00")
INSTANTS = st.integers(0, 300 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


def window(released_at: datetime, days: int = 20) -> datetime:
    """The instant from which an appeal is late."""
    until = appeal_by(released_at, days, CALENDAR)
    assert isinstance(until, datetime)
    return until


@pytest.mark.parametrize(
    ("released_at", "until"),
    [
        ("2026-11-06T09:00:00+00:00", "2026-12-05T00:00:00+00:00"),
        ("2026-12-04T09:00:00+00:00", "2027-01-07T00:00:00+00:00"),  # three bank holidays
        ("2026-06-01T09:00:00+01:00", "2026-06-29T23:00:00+00:00"),  # summer time
        ("2026-05-31T23:30:00+00:00", "2026-06-29T23:00:00+00:00"),  # already 1 June in London
    ],
)
def test_window_ends_with_the_twentieth_working_day_in_london(released_at: str, until: str) -> None:
    assert window(at(released_at)) == at(until)


@given(INSTANTS)
def test_window_ends_at_midnight_after_a_working_day(released_at: datetime) -> None:
    until = window(released_at)
    assert until.astimezone(LONDON).time() == datetime.min.time()
    assert CALENDAR.is_working_day(london_date(until - timedelta(microseconds=1)))


@given(INSTANTS)
def test_appeal_is_late_from_the_end_of_the_window_on(released_at: datetime) -> None:
    until = window(released_at)
    assert late_refusals(until - timedelta(microseconds=1), until) == []
    assert [each.code for each in late_refusals(until, until)] == ["appeal-late"]


def test_window_beyond_the_known_bank_holidays_is_refused_and_not_guessed() -> None:
    reason = appeal_by(datetime(CALENDAR.last_year, 12, 20, tzinfo=UTC), 20, CALENDAR)
    assert not isinstance(reason, datetime)
    assert reason.code == "calendar-ends"
