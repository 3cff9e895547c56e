"""Dates, times and money as people read them."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.texts.formatting import (
    condition,
    day,
    instant,
    one_line,
    person_name,
    pounds,
    rejected_event,
    words,
)


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
    assert instant("2026-01-14T12:00:00+00:00") == "14 January 2026 at midday"


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


def test_encoded_word_in_a_header_is_broken():
    assert one_line("=?utf-8?q?a=0aBcc:=20x?=") == "= ?utf-8?q?a=0aBcc:=20x?="


@pytest.mark.parametrize(
    "name",
    ["Win a prize https://evil.example/now", "www.evil.example", "evil.example", "jo@evil.example"],
)
def test_contact_name_that_is_a_link_is_left_out(name):
    assert person_name(name) is None


@pytest.mark.parametrize("name", ["Jo Bell", "Dr. J. O'Neil-Smith", "Zoë Müller", "Bell, Jo"])
def test_contact_name_of_a_person_is_kept(name):
    assert person_name(name) == name


def test_condition_is_written_with_its_date():
    written = condition({"code": "C-1", "text": "Send us a budget.", "due": "2027-09-22"})
    assert written == "Send us a budget by 22 September 2027 (condition C-1)"


def test_rejected_events_are_named_by_publisher_kind_and_subject():
    facts = {"event_type": "council.casework.decision.recorded.v1", "about": "A-2026-0010"}
    assert rejected_event(facts | {"count": 1}) == "Casework: decision.recorded for A-2026-0010"
    assert rejected_event(facts | {"count": 3}).endswith("for A-2026-0010 and 2 others")
    assert rejected_event(facts | {"event_type": "x", "count": 1}) == "Event x for A-2026-0010"
