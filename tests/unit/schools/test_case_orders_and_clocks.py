"""A case in any order of arrival, and its clocks over bank holidays, clock changes, leap days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.domain import day_begins, moved
from schools.domain.case import Case
from unit.schools.arrivals import after
from unit.schools.case_lives import (
    CALENDAR,
    REFERENCE,
    a_closing,
    a_plan,
    a_review,
    an_action,
    an_opening,
    around,
    at,
    school_closes,
)


def names(case: Case) -> list[str]:
    return [event.name for event in case.events]


def last_timer(case: Case):
    return case.timers[-1].due


CODES = st.sampled_from(["A1", "A2"])
DAYS = st.dates(date(2026, 10, 12), date(2027, 6, 30))
ACTIONS = st.lists(
    st.builds(an_action, CODES, done_on=st.sampled_from([None, date(2026, 10, 12)])),
    max_size=2,
    unique_by=lambda each: each.code,
)


def instants(least: int, most: int):
    """Instants in October to June, each once."""
    seconds = st.integers(0, 22_000_000)
    base = at("2026-10-12T12:00:00+01:00")
    return st.lists(seconds, min_size=least, max_size=most, unique=True).map(
        lambda found: [base + timedelta(seconds=each) for each in found]
    )


@st.composite
def histories(draw):
    """Steps of one case, each with an instant of its own: its facts, and the end of its school."""
    opened_at = draw(instants(1, 2))
    due = max(opened_at).date() + timedelta(days=draw(st.integers(1, 90)))
    openings = [an_opening(opened_at=each, aim=str(each), review_due=due) for each in opened_at]
    steps = [lambda case, o=o: case.open(o, around()) for o in openings]
    for each in draw(instants(0, 3)):
        a = a_plan(*draw(ACTIONS), recorded_at=each.isoformat())
        steps.append(lambda case, a=a: case.plan(a, around()))
    for each in draw(instants(0, 3)):
        held_on = draw(DAYS)
        next_review = held_on + timedelta(days=draw(st.integers(1, 60)))
        r = a_review(held_on=held_on, next_review=next_review, recorded_at=each, rag="green")
        steps.append(lambda case, r=r: case.review(r, around()))
    for each in draw(instants(0, 2)):
        c = a_closing(each.isoformat(), rationale=str(each))
        steps.append(lambda case, c=c: case.close(c, around()))
    return steps


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_and_repetition_of_the_same_facts_ends_in_the_same_state(steps, random):
    blank = Case(reference=REFERENCE)
    shuffled = [*steps, *random.sample(steps, len(steps) // 2)]
    random.shuffle(shuffled)
    once, other = after(blank, steps), after(blank, shuffled)
    assert other.public() == once.public()
    assert len(set(other.announced)) == len(other.announced)


@given(histories(), st.randoms(use_true_random=False))
def test_end_of_the_school_in_any_order_ends_in_the_same_state(steps, random):
    opening, *others = [*steps, school_closes]  # a case that is not open yet is not told of it
    blank = after(Case(reference=REFERENCE), [opening])
    shuffled = list(others)
    random.shuffle(shuffled)
    assert after(blank, shuffled).public() == after(blank, others).public()


@given(st.dates(date(2026, 10, 13), date(2028, 12, 1)))
def test_timers_of_any_review_date_fall_on_working_days_as_they_begin_in_london(due):
    case = Case(reference=REFERENCE)
    case.open(an_opening(review_due=due), around())
    while (now := last_timer(case)) is not None:
        assert now == day_begins(moved(due, -10 if now < day_begins(due) else 1, CALENDAR))
        case.remind(around(now))
    assert case.public()["reviews_missed"] == 1
    assert names(case).count("case.review-missed") == 1


@pytest.mark.parametrize("due", [date(2028, 2, 29), date(2027, 3, 28), date(2026, 12, 24)])
def test_leap_day_clock_change_and_bank_holidays_shift_nothing_but_the_working_day(due):
    case = Case(reference=REFERENCE)
    case.open(an_opening(review_due=due), around())
    after_it = moved(due, 1, CALENDAR)
    case.remind(around(day_begins(after_it) - timedelta(seconds=1)))
    assert "case.review-missed" not in names(case)
    case.remind(around(day_begins(after_it)))
    assert names(case)[-1] == "case.review-missed"
