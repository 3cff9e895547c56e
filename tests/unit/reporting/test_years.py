"""Council years run from April to March, academic years from September to August."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.years import KINDS, Kind, Year, offered, year_labelled, year_with

DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    ("kind", "day", "label"),
    [
        ("council", date(2026, 3, 31), "2025-26"),
        ("council", date(2026, 4, 1), "2026-27"),
        ("academic", date(2026, 8, 31), "2025-26"),
        ("academic", date(2026, 9, 1), "2026-27"),
        ("council", date(2028, 2, 29), "2027-28"),
        ("academic", date(2099, 9, 1), "2099-00"),
    ],
)
def test_day_lies_in_the_year(kind: Kind, day: date, label: str) -> None:
    assert year_with(kind, day).label == label


@given(DAYS, st.sampled_from(KINDS))
def test_every_day_lies_in_one_year(day: date, kind: Kind) -> None:
    year = year_with(kind, day)
    assert year.first <= day <= year.last
    assert year_with(kind, year.last + timedelta(days=1)).first_year == year.first_year + 1
    assert year_labelled(kind, year.label) == year


def test_year_whose_halves_do_not_follow_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-27"):
        year_labelled("council", "2026-28")


def test_this_year_and_the_two_before_it_are_offered() -> None:
    labels = [(one.kind, one.label) for one in offered(date(2026, 11, 21))]
    assert labels[0] == ("council", "2026-27")
    assert labels[3:] == [("academic", each) for each in ("2026-27", "2025-26", "2024-25")]
    assert Year("council", 2026).last == date(2027, 3, 31)
