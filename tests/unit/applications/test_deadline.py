"""The deadline: half open, an instant, never guessed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.domain.london_time import LONDON, is_late, read_deadline
from applications.domain.reasons import Reason
from unit.applications.values import at

NOON = at("2026-10-26T12:00:00+00:00")


@pytest.mark.parametrize(
    ("received", "late"),
    [
        ("2026-10-26T12:30:00+01:00", False),
        ("2026-10-26T11:59:59.999999+00:00", False),
        ("2026-10-26T12:00:00+00:00", True),
    ],
)
def test_example_4_the_last_microsecond_is_in_time_and_the_deadline_itself_is_late(
    received: str, late: bool
) -> None:
    assert is_late(at(received), NOON) is late


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2026-10-25T01:30:00", "deadline-in-doubled-hour"),
        ("2026-03-29T01:30:00", "deadline-in-spring-gap"),
        ("2027-03-28T23:00:00Z", "deadline-midnight"),
        ("2026-10-16T00:00:00+01:00", "deadline-midnight"),
        ("2026-10-16T12:00:00", "deadline-without-offset"),
        ("25 October 01:30", "deadline-unreadable"),
        ("0001-01-01T00:30:00+01:00", "deadline-unreadable"),
    ],
)
def test_example_4_a_deadline_that_people_could_read_two_ways_is_refused(
    typed: str, code: str
) -> None:
    refused = read_deadline(typed)
    assert isinstance(refused, Reason)
    assert refused.code == code
    assert refused.message.endswith(".")


@pytest.mark.parametrize("typed", ["2026-10-25T01:30:00+01:00", "2026-10-25t01:30:00z"])
def test_with_its_offset_the_doubled_hour_is_an_instant(typed: str) -> None:
    assert read_deadline(typed) == at(typed.upper())


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - typed, no zone
def test_nothing_without_an_offset_is_ever_read(typed: datetime) -> None:
    assert isinstance(read_deadline(typed.isoformat()), Reason)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_instant_but_londons_midnight_is_read_as_itself(instant: datetime) -> None:
    midnight = instant.astimezone(LONDON).time().isoformat() == "00:00:00"
    read = read_deadline(instant.isoformat())
    assert isinstance(read, Reason) if midnight else read == instant


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 10**12))
def test_late_is_exactly_not_before(deadline: datetime, microseconds: int) -> None:
    deadline = min(deadline, datetime(9000, 1, 1, tzinfo=UTC))
    deadline = max(deadline, datetime(1000, 1, 1, tzinfo=UTC))
    assert is_late(deadline + timedelta(microseconds=microseconds), deadline)
    assert not is_late(deadline - timedelta(microseconds=microseconds + 1), deadline)
