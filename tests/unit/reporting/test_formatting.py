"""Figures and dates as people read them."""

from datetime import UTC, date, datetime

import pytest

from reporting.pages.bars import bars
from reporting.pages.formatting import (
    clock,
    day,
    duration,
    heading,
    journey_address,
    measured,
    moment,
    pounds,
    shown,
    whole_pounds,
)
from reporting.pages.names import named


def test_money_is_in_pounds_and_pennies() -> None:
    assert pounds(123_456_789) == "£1,234,567.89"
    assert pounds(5) == "£0.05"
    assert pounds(-250) == "−£2.50"
    assert pounds(None) == "–"
    assert whole_pounds(2_500_000) == "£25,000"


def test_dates_and_times_are_londons() -> None:
    assert day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == "2 July 2026"
    assert day(date(2026, 1, 14)) == "14 January 2026"
    assert moment(datetime(2026, 10, 16, 11, 0, tzinfo=UTC)) == "16 October 2026 at midday"
    assert moment(datetime(2026, 12, 1, 0, 5, tzinfo=UTC)) == "1 December 2026 at 12:05am"
    assert clock(datetime(2026, 7, 1, 9, 0, 0, 123_999, tzinfo=UTC)) == "10:00:00.123"


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    [(12, "12 ms"), (3_400, "3.4 s"), (61_000, "1 min"), (7_200_000, "2 h"), (864e5 * 3, "3 days")],
)
def test_durations_are_in_the_unit_that_fits(milliseconds: float, said: str) -> None:
    assert duration(milliseconds) == said


def test_codes_become_words() -> None:
    assert named("under-review") == "Under review"
    assert named("send") == "SEND"
    assert named(None) == "Not known"


def test_an_address_of_a_journey_survives_any_characters() -> None:
    assert journey_address("G/1?#&<") == "/journeys/G%2F1%3F%23%26%3C"


def test_the_longest_bar_takes_the_whole_width_and_parts_add_up() -> None:
    found = bars([("a", "", [("f1", 30), ("f2", 10)]), ("b", "", [("f1", 10), ("f2", -5)])])

    assert [(part.start, part.width) for part in found[0].segments] == [(0.0, 75.0), (75.0, 25.0)]
    assert [(part.start, part.width) for part in found[1].segments] == [(0.0, 25.0)]


def test_a_chart_of_nothing_has_no_bar_and_no_error() -> None:
    assert bars([]) == []
    assert bars([("a", "0", [("f1", 0)])])[0].segments == []


def test_table_value_is_shown_in_the_form_of_its_column() -> None:
    assert heading("paid_pence") == "Paid"
    assert shown(123_456, "paid_pence") == "£1,234.56"
    assert shown(date(2026, 1, 14), "opened_on") == "14 January 2026"
    assert shown(datetime(2026, 7, 1, 9, 0, tzinfo=UTC), "as_of") == "1 July 2026 at 10:00am"
    assert shown(1234, "schools") == "1,234"
    assert shown(None, "theme") == "–"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (58.0, "percent", "58%"),
        (7.44, "points", "7.4"),
        (-9, "count", "−9"),
        (None, "percent", "–"),
    ],
)
def test_figure_of_results_has_its_unit(value: float | None, unit: str, text: str) -> None:
    assert measured(value, unit) == text
