"""The case of a school causing concern: reviews in time, closing, the end of its school."""

from datetime import date, timedelta

import pytest

from chassis.domain import MustWait, Refused
from schools.domain.case import Case
from unit.schools.case_lives import (
    DUE,
    REFERENCE,
    SCHOOL,
    an_action,
    an_opening,
    around,
    at,
    case_in,
    close,
    opened,
    plan,
    review,
    school_closes,
    timer,
)

LATE = date(2026, 12, 15)


def names(case: Case) -> list[str]:
    return [event.name for event in case.events]


def last_timer(case: Case):
    return case.timers[-1].due


def test_opening_tells_the_whole_case_without_exit_criteria_and_sets_the_reminder():
    case = Case(reference=REFERENCE)
    opened(case)
    [event] = case.events
    assert event.name == "case.opened"
    assert event.data["aim"].startswith("Leadership stable")
    assert (event.data["review_due"], event.data["rag"]) == (DUE, None)
    assert "exit_criteria" not in event.data
    assert last_timer(case) == at("2026-11-27T00:00:00+00:00")


def test_case_of_a_school_that_had_closed_is_refused():
    case = Case(reference=REFERENCE)
    school = {"status_code": "2", "close_date": date(2026, 8, 31), "successor": "151369"}
    with pytest.raises(Refused) as refused:
        case.open(an_opening(), around(**school))
    [reason] = refused.value.reasons
    assert reason.code == "school-closed"
    assert "31 August 2026" in reason.message


def test_case_opened_before_its_school_converted_ends_with_it_even_if_it_arrives_late():
    case = Case(reference=REFERENCE)
    school = {"status_code": "2", "close_date": date(2026, 11, 30), "successor": "151369"}
    case.open(an_opening(), around(**school))
    assert names(case) == ["case.opened", "case.closed"]
    assert case.events[0].data["state"] == "open"
    ended = case.events[1].data
    assert (ended["outcome"], ended["successor"]) == ("converted", "151369")
    assert ended["closed_on"] == date(2026, 11, 30)
    assert last_timer(case) is None


def test_second_open_case_of_a_school_is_kept_with_a_warning():
    case = Case(reference=REFERENCE)
    case.open(an_opening(), around(), others=["C-2026-0003"])
    [warning] = case.events[0].data["warnings"]
    assert warning["code"] == "another-open-case"


def test_case_on_a_successor_names_the_predecessors_case_unless_it_names_one_itself():
    case = Case(reference=REFERENCE)
    case.open(an_opening(), around(), predecessor="C-2025-0001")
    assert case.public()["previous"] == "C-2025-0001"
    named = Case(reference=REFERENCE)
    named.open(an_opening(previous="C-2024-0009"), around(), predecessor="C-2025-0001")
    assert named.public()["previous"] == "C-2024-0009"


@pytest.mark.parametrize("step", [plan(), review(), close()])
def test_everything_about_a_case_waits_for_its_opening(step):
    with pytest.raises(MustWait) as waits:
        step(Case(reference=REFERENCE))
    assert (waits.value.kind, waits.value.identity) == ("case", REFERENCE)


@pytest.mark.parametrize(("held_on", "missed"), [(DUE, 0), (DUE + timedelta(days=1), 1)])
def test_review_up_to_its_date_satisfies_it(held_on, missed):
    case = case_in("open")
    review(held_on=held_on)(case)
    assert case.public()["reviews_missed"] == missed
    assert ("case.review-missed" in names(case)) == bool(missed)


def test_review_that_was_not_held_is_recorded_once_on_the_working_day_after():
    case = case_in("open")
    for day in (date(2026, 12, 12), date(2026, 12, 14), date(2026, 12, 15)):
        timer(day)(case)
    assert names(case) == ["case.review-missed"]
    told = case.events[0].data
    assert (told["due"], told["held_on"], told["reviews_missed"]) == (DUE, None, 1)
    assert last_timer(case) is None


def test_review_held_in_time_but_recorded_late_takes_the_miss_out_of_the_count():
    case = case_in("open, a review missed")
    review(recorded_at=at("2026-12-18T09:00:00+00:00"))(case)
    assert names(case) == ["case.reviewed"]
    assert case.events[0].data["reviews_missed"] == 0


def test_review_held_late_is_a_miss_that_a_downtime_does_not_hide():
    case = case_in("open")
    review(held_on=LATE)(case)
    timer(date(2026, 12, 16))(case)
    assert names(case) == ["case.reviewed", "case.review-missed"]
    assert case.events[1].data["held_on"] == LATE


def test_reminder_goes_out_ten_working_days_before_and_once():
    case = case_in("open")
    timer(date(2026, 11, 27))(case)
    timer(date(2026, 11, 27))(case)
    assert names(case) == ["case.review-due-soon"]
    assert last_timer(case) == at("2026-12-14T00:00:00+00:00")


def test_timer_of_an_earlier_date_changes_nothing():
    case = case_in("open")
    review()(case)
    case.events.clear()
    timer(date(2026, 12, 14))(case)
    assert names(case) == []
    assert last_timer(case) == at("2027-03-05T00:00:00+00:00")


def test_next_review_must_come_after_the_review():
    with pytest.raises(Refused) as refused:
        review(next_review=date(2026, 12, 10))(case_in("open"))
    assert [each.code for each in refused.value.reasons] == ["review-date"]


def test_later_record_of_the_same_review_holds_and_an_older_one_is_history():
    case = case_in("open")
    review(rag="green", recorded_at=at("2026-12-11T09:00:00+00:00"))(case)
    review(rag="red")(case)
    assert names(case) == ["case.reviewed"]
    assert case.public()["rag"] == "green"


def test_other_content_at_the_same_instant_is_refused_and_the_same_again_does_nothing():
    case = case_in("open")
    review()(case)
    review()(case)
    assert names(case) == ["case.reviewed"]
    with pytest.raises(Refused) as refused:
        review(rag="red")(case)
    assert [each.code for each in refused.value.reasons] == ["contradicts-earlier"]


def test_closing_with_an_open_action_waits_and_names_it():
    case = case_in("open, an action open")
    with pytest.raises(MustWait) as waits:
        close()(case)
    assert waits.value.named == ("action:C-2026-0007/A1",)


@pytest.mark.parametrize("done", [{"done_on": date(2026, 10, 19)}, {"dropped": "Coach left."}])
def test_closing_goes_ahead_once_a_plan_up_to_it_leaves_no_action_open(done):
    case = case_in("open, an action open")
    plan(an_action(**done), recorded_at="2026-12-10T17:00:00+00:00")(case)
    close()(case)
    assert names(case) == ["case.planned", "case.closed"]
    assert case.events[1].data["outcome"] == "exit-criteria-met"
    assert case.events[1].data["review_due"] is None


def test_plan_recorded_after_the_closing_does_not_help_it():
    case = case_in("open, an action open")
    plan(an_action(done_on=date(2026, 12, 10)), recorded_at="2026-12-10T18:00:01+00:00")(case)
    with pytest.raises(MustWait):
        close()(case)


def test_action_that_vanishes_from_the_plan_counts_as_open():
    case = case_in("open, an action open")
    plan(recorded_at="2026-12-10T17:00:00+00:00")(case)
    assert case.public()["open_actions"] == ["A1"]
    with pytest.raises(MustWait):
        close()(case)


def test_plan_that_arrives_late_and_shows_an_open_action_sets_the_closing_aside():
    case = case_in("closed")
    plan(an_action())(case)
    [event] = case.events
    assert (event.name, event.data["state"], event.data["outcome"]) == (
        "case.planned",
        "open",
        None,
    )
    assert event.data["warnings"][0]["code"] == "closing-set-aside"
    plan(an_action(done_on=date(2026, 12, 1)), recorded_at="2026-12-09T09:00:00+00:00")(case)
    assert names(case)[1:] == ["case.planned", "case.closed"]


def test_school_that_ends_ends_the_case_with_its_reason_whatever_is_open():
    case = case_in("open, an action open")
    case.end_with_school("converted", date(2026, 12, 1), "151369")
    case.end_with_school("converted", date(2026, 12, 1), "151369")
    [event] = case.events
    assert (event.data["outcome"], event.data["successor"]) == ("converted", "151369")
    assert last_timer(case) is None
    close()(case)
    assert case.public()["outcome"] == "exit-criteria-met"


def test_case_that_was_closed_stays_as_it_is_when_its_school_ends():
    case = case_in("closed")
    school_closes(case)
    assert names(case) == []
    assert case.public()["outcome"] == "exit-criteria-met"


def test_review_date_after_the_end_of_a_case_is_not_missed_and_one_before_it_is():
    case = case_in("open")
    close("2026-12-14T09:00:00+00:00")(case)
    assert case.public()["reviews_missed"] == 1
    case = case_in("open, a review missed")
    close("2026-12-11T09:00:00+00:00")(case)
    assert case.public()["reviews_missed"] == 0


def test_events_never_hold_what_officers_wrote_about_progress_or_reasons():
    case = case_in("open")
    review()(case)
    close()(case)
    for event in case.events:
        assert "On track." not in str(event.data)
        assert "Both criteria" not in str(event.data)
    assert SCHOOL.name == case.events[-1].data["name"]


def test_case_goes_on_where_the_register_takes_the_end_of_its_school_back():
    case = case_in("ended")
    case.judge_school(around())
    [event] = case.events
    assert (event.name, event.data["corrected"], event.data["state"]) == (
        "case.opened",
        True,
        "open",
    )
    assert last_timer(case) == at("2026-11-27T00:00:00+00:00")
    case.judge_school(around())
    assert len(case.events) == 1


def test_register_that_does_not_know_the_closing_date_ends_the_case_today():
    case = case_in("open")
    case.judge_school(around(at("2026-11-02T10:00:00+00:00"), status_code="2"))
    assert case.public()["closed_on"] == date(2026, 11, 2)
    assert case.public()["outcome"] == "school-closed"
