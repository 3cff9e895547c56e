"""Which appointments of a panel count once one of them corrects it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from applications.domain.panel.panels import Appointment, as_corrected
from applications.domain.round.in_time import in_force
from unit.applications.values import the_panel

NINE = datetime(2026, 10, 1, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def appointment(number: int, *, corrects: bool) -> Appointment:
    """The appointment of one day, known by its title."""
    panel = replace(the_panel(), title=str(number), corrects=corrects)
    return Appointment(NINE + number * DAY, f"event-{number}", panel)


APPOINTED = st.lists(st.booleans(), min_size=1, max_size=6).map(
    lambda flags: [appointment(number, corrects=flag) for number, flag in enumerate(flags)]
)


@given(APPOINTED.flatmap(st.permutations))
def test_correction_holds_from_the_first_appointment_until_the_next_one(
    arrived: list[Appointment],
) -> None:
    in_order = sorted(arrived, key=lambda each: each.ce_time)
    last = max((n for n, each in enumerate(in_order) if each.panel.corrects), default=0)
    for day in range(-1, len(arrived) + 1):
        found = in_force(as_corrected(arrived), NINE + day * DAY)
        assert found
        assert found.panel.title == str(max(last, min(day, len(arrived) - 1)))


@given(APPOINTED)
def test_correction_counts_as_appointed_at_the_first_instant(arrived: list[Appointment]) -> None:
    assert as_corrected(arrived)[0].ce_time == NINE
