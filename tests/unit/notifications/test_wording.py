"""Dates, times and money as people read them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.domain.wording import day, instant, one_line, pounds, words


@pytest.mark.parametrize(
    ("pence", "said"),
    [(0, "£0"), (1, "£0.01"), (833333, "£8,333.33"), (2500000, "£25,000"), (-150, "-£1.50")],
)
def test_money_is_written_in_pounds(pence, said):
    assert pounds(pence) == said


def test_a_date_is_written_out():
    assert day("2026-01-14") == "14 January 2026"
    assert day(date(2026, 1, 4)) == "4 January 2026"


def test_an_instant_is_the_day_it_is_in_london():
    assert day("2026-06-30T23:30:00Z") == "1 July 2026"
    assert instant("2026-10-16T10:59:59.900000Z") == "16 October 2026 at 11:59am"
    assert instant("2026-01-14T12:05:00+00:00") == "14 January 2026 at 12:05pm"


def test_the_first_instant_of_a_day_is_the_end_of_the_one_before():
    assert instant("2027-03-28T23:00:00Z") == "the end of 28 March 2027"
    assert instant("2026-12-06T00:00:00Z") == "the end of 5 December 2026"


def test_codes_are_said_as_words():
    assert words("learning-hub") == "learning hub"


@given(st.text())
def test_one_line_is_one_line_of_seen_characters(text):
    line = one_line(text, 50)
    assert len(line) <= 50
    assert line == " ".join(line.split())
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not any(unicodedata.category(each) in unseen for each in line)


def test_marks_that_turn_text_around_are_taken_out():
    assert one_line("a\u202eb\r\nBcc: x\u2028y") == "a b Bcc: x y"
