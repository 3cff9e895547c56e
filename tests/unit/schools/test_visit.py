"""Visits: the note in five working days, the answer in ten, and then it is published."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.domain import MustWait, Refused, day_begins, moved
from schools.domain.visit import Visit
from unit.schools.arrivals import after
from unit.schools.case_lives import CALENDAR, SCHOOL, at
from unit.schools.visit_lives import (
    CORRECTED,
    RECORDED,
    REFERENCE,
    a_note,
    an_answer,
    answer,
    record,
    time_is_up,
    visit_in,
)


def names(visit: Visit) -> list[str]:
    return [event.name for event in visit.events]


def test_note_is_recorded_without_its_text_and_the_school_has_ten_working_days():
    visit = Visit(reference=REFERENCE)
    record()(visit)
    [event] = visit.events
    assert event.name == "visit.recorded"
    assert "maths plan" not in str(event.data)
    assert visit.timers[-1].due == at("2026-10-23T00:00:00+01:00")


@pytest.mark.parametrize(
    ("recorded_at", "late"),
    [("2026-10-13T23:59:59+01:00", None), ("2026-10-14T00:00:00+01:00", 1)],
)
def test_note_is_late_after_five_working_days(recorded_at, late):
    visit = Visit(reference=REFERENCE)
    record(at(recorded_at))(visit)
    told = [event.data for event in visit.events if event.name == "visit.late"]
    assert [each["working_days_late"] for each in told] == ([late] if late else [])
    assert visit.public()["late"] == bool(late)


def test_corrected_note_is_not_late_where_the_first_was_in_time():
    visit = visit_in("recorded")
    record(CORRECTED)(visit)
    assert names(visit) == ["visit.recorded"]


def test_answer_publishes_the_note_with_its_corrections():
    visit = visit_in("recorded")
    answer()(visit)
    assert names(visit) == ["visit.answered", "visit.published"]
    answered, published = (event.data for event in visit.events)
    assert "note" not in answered
    assert published["note"] == "Middle leaders now own the maths plan."
    assert published["corrections"] == "The plan has two leaders, not three."
    assert published["published_because"] == "answered"
    assert visit.timers[-1].due is None


def test_note_without_an_answer_is_published_as_such_once():
    visit = visit_in("recorded")
    visit.time_is_up(at("2026-10-22T23:59:59+01:00"), CALENDAR)
    assert names(visit) == []
    time_is_up(visit)
    time_is_up(visit)
    assert names(visit) == ["visit.published"]
    assert visit.events[0].data["published_because"] == "not-answered"


def test_answer_that_comes_after_the_publication_publishes_it_again_with_the_answer():
    visit = visit_in("published, not answered")
    answer("2026-11-02T09:00:00+00:00")(visit)
    assert names(visit) == ["visit.answered", "visit.published"]


def test_corrected_note_asks_for_a_new_answer():
    visit = visit_in("published, answered")
    record(CORRECTED)(visit)
    assert names(visit) == ["visit.recorded"]
    assert visit.public()["published_because"] is None
    answer("2026-10-16T09:00:00+01:00", note_recorded_at=RECORDED)(visit)
    assert names(visit) == ["visit.recorded"], "the earlier note was answered"
    answer("2026-10-17T09:00:00+01:00")(visit)
    assert names(visit)[1:] == ["visit.answered", "visit.published"]


@pytest.mark.parametrize(
    "step", [answer(note_recorded_at=CORRECTED), answer("2026-10-01T09:00:00+01:00")]
)
def test_answer_to_a_note_that_is_not_here_waits(step):
    with pytest.raises(MustWait) as waits:
        step(visit_in("recorded"))
    assert (waits.value.kind, waits.value.identity) == ("visit", REFERENCE)


def test_answer_waits_for_the_visit():
    with pytest.raises(MustWait):
        answer()(Visit(reference=REFERENCE))


def test_note_dated_before_the_visit_is_refused():
    with pytest.raises(Refused) as refused:
        record(at("2026-10-05T09:00:00+01:00"))(Visit(reference=REFERENCE))
    assert [each.code for each in refused.value.reasons] == ["dated-before-its-cause"]


def test_other_content_at_the_same_instant_is_refused():
    with pytest.raises(Refused) as refused:
        record(purpose="Another purpose")(visit_in("recorded"))
    assert [each.code for each in refused.value.reasons] == ["contradicts-earlier"]


@st.composite
def histories(draw):
    """Notes and answers of one visit, each with an instant of its own."""
    hours = st.lists(st.integers(0, 1200), min_size=1, max_size=6, unique=True)
    moments = [RECORDED + timedelta(hours=each) for each in draw(hours)]
    steps = []
    notes = moments[: draw(st.integers(1, len(moments)))]
    for each in notes:
        note = a_note(each, note=str(each))
        steps.append(lambda visit, note=note: visit.record(note, SCHOOL, CALENDAR))
    for each in moments[len(notes) :]:
        named = draw(st.sampled_from([None, *notes]))
        given = an_answer(each.isoformat(), note_recorded_at=named)
        steps.append(lambda visit, given=given: visit.answered(given, CALENDAR))
    return steps


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_and_repetition_of_the_same_facts_ends_in_the_same_state(steps, random):
    blank = Visit(reference=REFERENCE)
    shuffled = [*steps, *random.sample(steps, len(steps) // 2)]
    random.shuffle(shuffled)
    assert after(blank, shuffled).public() == after(blank, steps).public()


@given(st.dates(date(2026, 1, 2), date(2028, 11, 30)))
def test_any_note_is_published_as_the_eleventh_working_day_begins_in_london(day):
    visit = Visit(reference=REFERENCE)
    visited_on = day - timedelta(days=1)
    record(day_begins(day) + timedelta(hours=9), visited_on=visited_on)(visit)
    due = visit.timers[-1].due
    assert due == day_begins(moved(day, 11, CALENDAR))
    visit.time_is_up(due - timedelta(microseconds=1), CALENDAR)
    assert visit.public()["published_because"] is None
    visit.time_is_up(due, CALENDAR)
    assert visit.public()["published_because"] == "not-answered"
