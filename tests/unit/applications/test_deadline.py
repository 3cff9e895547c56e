"""The deadline: half open, an instant, never at midnight."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.domain.round.deadlines import deadline_refusals, is_late
from chassis.domain import LONDON
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


@pytest.mark.parametrize("deadline", ["2027-03-28T23:00:00Z", "2026-10-16T00:00:00+01:00"])
def test_example_4_deadline_at_midnight_in_london_is_refused(deadline: str) -> None:
    [refused] = deadline_refusals(at(deadline))
    assert refused.code == "deadline-midnight"
    assert refused.message.endswith(".")


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_every_instant_but_londons_midnight_is_a_deadline(instant: datetime) -> None:
    midnight = instant.astimezone(LONDON).time().isoformat() == "00:00:00"
    assert bool(deadline_refusals(instant)) == midnight


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 10**12))
def test_late_is_exactly_not_before(deadline: datetime, microseconds: int) -> None:
    deadline = min(deadline, datetime(9000, 1, 1, tzinfo=UTC))
    deadline = max(deadline, datetime(1000, 1, 1, tzinfo=UTC))
    assert is_late(deadline + timedelta(microseconds=microseconds), deadline)
    assert not is_late(deadline - timedelta(microseconds=microseconds + 1), deadline)
