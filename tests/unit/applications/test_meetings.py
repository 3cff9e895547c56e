"""The meeting without a store: its schedule, its forecast of quorum, its end."""

from dataclasses import replace
from datetime import date
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.domain.meeting.forecast import Risk, forecast
from applications.domain.meeting.meeting import PAPERS, Item, Meeting
from applications.domain.meeting.schedule import Schedule, clear_days, schedule_refusals
from applications.domain.panel.panels import Member, Panel, Quorum, Vote, tally
from chassis import england_and_wales
from chassis.domain import Refused
from unit.applications.values import at

CALENDAR = england_and_wales()
SCHEDULE = Schedule(
    meeting="LDT-2026-12",
    panel="LDT",
    held_on=date(2026, 12, 10),
    starts_at=at("2026-12-10T15:00:00+00:00"),
    items=("A-1", "A-2"),
    papers_by=date(2026, 12, 1),
    scheduled_by="p-1006",
    scheduled_at=at("2026-10-20T09:00:00+01:00"),
    key="first",
)
BEFORE, AFTER = at("2026-12-01T09:00:00+00:00"), at("2026-12-10T15:00:00+00:00")
RISK = Risk("A-1", ("council",))


def a_meeting(*items: Item) -> Meeting:
    known = {"A-1": Item("A-1", "LDT"), "A-2": Item("A-2", "LDT")}
    known |= {each.application: each for each in items}
    meeting = Meeting(reference="LDT-2026-12", authority="806", calendar=CALENDAR, items=known)
    meeting.scheduled(SCHEDULE)
    meeting.events.clear()
    return meeting


def told(meeting: Meeting) -> list[str]:
    return [each.name for each in meeting.events]


@pytest.mark.parametrize(
    ("starts_at", "codes"),
    [
        ("2026-06-09T23:30:00+00:00", []),  # half past midnight on the 10th in London
        ("2026-06-10T23:30:00+00:00", ["held-on-differs"]),
    ],
)
def test_day_of_a_meeting_is_the_one_in_london(starts_at: str, codes: list[str]) -> None:
    schedule = replace(SCHEDULE, held_on=date(2026, 6, 10), starts_at=at(starts_at))
    found = schedule_refusals(schedule, dict.fromkeys(SCHEDULE.items, "LDT"))
    assert [each.code for each in found] == codes


def test_item_of_another_panels_round_is_named() -> None:
    [found] = schedule_refusals(SCHEDULE, {"A-1": "LDT", "A-2": "OTHER"})
    assert found.code == "another-panels-item"
    assert "A-2" in found.message
    assert "A-1" not in found.message


@pytest.mark.parametrize(
    ("papers_by", "days"),
    [(date(2026, 12, 18), 5), (date(2026, 12, 31), 0), (date(2026, 12, 29), 2)],
)
def test_clear_days_leave_out_both_days_weekends_and_holidays(papers_by: date, days: int) -> None:
    held_on = date(2027, 1, 4) if papers_by.day != 18 else date(2026, 12, 30)
    assert clear_days(papers_by, held_on, CALENDAR) == days


def test_other_schedule_of_the_same_instant_is_refused() -> None:
    with pytest.raises(Refused):
        a_meeting().scheduled(replace(SCHEDULE, items=("A-1",), key="second"))


def test_older_schedule_is_kept_as_history() -> None:
    meeting = a_meeting()
    older = replace(SCHEDULE, scheduled_at=at("2026-10-19T09:00:00+01:00"), key="second")
    assert not meeting.scheduled(older)
    assert (told(meeting), len(meeting.schedules)) == ([], 2)


def test_cancelled_meeting_cancels_the_timer_of_its_papers() -> None:
    meeting = a_meeting()
    later = at("2026-10-21T09:00:00+01:00")
    meeting.scheduled(replace(SCHEDULE, cancelled=True, scheduled_at=later, key="second"))
    assert [each.due for each in meeting.timers if each.name == PAPERS][-1] is None
    meeting.papers_due(BEFORE)
    meeting.look_again(BEFORE)
    assert (told(meeting), meeting.state) == (["meeting.scheduled"], "cancelled")


def test_risk_is_told_when_it_changes_and_only_then() -> None:
    meeting = a_meeting(Item("A-1", "LDT", risk=RISK))
    meeting.look_again(BEFORE)
    meeting.look_again(BEFORE)
    assert told(meeting) == ["meeting.at-risk"]
    meeting.items = {**meeting.items, "A-1": Item("A-1", "LDT")}
    meeting.look_again(BEFORE)
    assert [each.data["at_risk"] for each in meeting.events][-1] == []


def test_settled_item_is_at_no_risk() -> None:
    meeting = a_meeting(Item("A-1", "LDT", settled=True, risk=RISK))
    meeting.look_again(BEFORE)
    assert told(meeting) == []


def test_forecast_is_over_when_the_meeting_begins() -> None:
    meeting = a_meeting(Item("A-1", "LDT", risk=RISK))
    meeting.look_again(AFTER)
    meeting.papers_due(AFTER)
    assert told(meeting) == []


def test_meeting_closes_once_when_every_item_is_settled() -> None:
    settled = {each: Item(each, "LDT", settled=True) for each in SCHEDULE.items}
    meeting = a_meeting(settled["A-1"])
    meeting.look_again(AFTER)
    assert told(meeting) == []
    meeting.items = settled
    meeting.look_again(AFTER)
    meeting.look_again(AFTER)
    assert (told(meeting), meeting.state) == (["meeting.closed"], "closed")


def test_meeting_without_items_does_not_close() -> None:
    meeting = a_meeting()
    later = at("2026-10-21T09:00:00+01:00")
    meeting.scheduled(replace(SCHEDULE, items=(), scheduled_at=later, key="second"))
    meeting.look_again(AFTER)
    assert meeting.state == "scheduled"


PEOPLE = [f"p{number}" for number in range(6)]
SEATS = ("council", "school", "trust")
members = st.builds(
    Member,
    person=st.sampled_from(PEOPLE),
    seat=st.sampled_from(SEATS),
    substitutes=st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple),
)
panels = st.builds(
    Panel,
    panel=st.just("LDT"),
    authority=st.just("806"),
    title=st.just("LDT"),
    members=st.lists(members, min_size=1, max_size=5, unique_by=lambda each: each.person).map(
        tuple
    ),
    quorum=st.builds(
        Quorum,
        fraction=st.sampled_from(["2/5", "1/2", "1/1"]),
        seats_required=st.lists(st.sampled_from(SEATS), max_size=2, unique=True).map(tuple),
    ),
)


@given(panels, st.sets(st.sampled_from(PEOPLE)), st.sets(st.sampled_from(PEOPLE), max_size=3))
def test_forecast_says_at_risk_exactly_where_no_set_of_people_is_quorate(
    panel: Panel, interested: set[str], scorers: set[str]
) -> None:
    interests = dict.fromkeys(interested, "declared")
    people = sorted(panel.people)
    sets = chain.from_iterable(combinations(people, n) for n in range(len(people) + 1))
    quorate = any(
        tally(panel, [Vote(each, "for") for each in some], interests, scorers).quorate
        for some in sets
    )
    found = forecast("A-1", panel, interests, scorers)
    assert (found is None) == quorate
    if found is not None:
        assert found.missing
