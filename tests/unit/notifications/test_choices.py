"""A person's choice holds for messages that only inform; a digest is due at 08:00 in London."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.domain.choices import LONDON, choice_of, next_digest
from notifications.domain.marks import Mark
from notifications.texts.digest import references


@pytest.mark.parametrize("mark", [Mark.ACT, Mark.STATUTORY])
@pytest.mark.parametrize("choice", [{"channel": "none"}, {"digest": "daily"}])
def test_what_must_be_read_goes_at_once_whatever_was_chosen(mark, choice):
    assert choice_of(choice, mark) == "at-once"


@pytest.mark.parametrize(
    ("preferences", "choice"),
    [
        ({}, "at-once"),
        ({"channel": "email", "digest": "immediate"}, "at-once"),
        ({"channel": "chat"}, "at-once"),
        ({"digest": "daily"}, "daily"),
        ({"digest": "weekly"}, "daily"),
        ({"channel": "none", "digest": "immediate"}, "none"),
    ],
)
def test_choice_holds_for_a_message_that_informs(preferences, choice):
    assert choice_of(preferences, Mark.INFORM) == choice


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-02T07:59:59+00:00", "2026-11-02T08:00:00+00:00"),
        ("2026-11-02T08:00:00+00:00", "2026-11-03T08:00:00+00:00"),
        ("2026-03-28T12:00:00+00:00", "2026-03-29T07:00:00+00:00"),  # the clocks go forward
        ("2026-10-24T12:00:00+00:00", "2026-10-25T08:00:00+00:00"),  # and back
    ],
)
def test_digest_is_due_at_eight_in_london(now, due):
    assert next_digest(datetime.fromisoformat(now)) == datetime.fromisoformat(due)


@given(st.integers(0, 20 * 365 * 24 * 60))
def test_digest_is_never_more_than_a_day_away(minutes):
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    due = next_digest(now)
    assert now < due <= now + timedelta(hours=25)
    assert due.astimezone(LONDON).hour == 8


def test_subject_of_a_digest_names_three_references_and_counts_the_others():
    assert references(["A-1"]) == "A-1"
    assert references(["A-1", "A-1", "G-1"]) == "A-1 and G-1"
    assert references(["A-1", "A-2", "A-3", "A-4"]) == "A-1, A-2, A-3 and 1 other"
