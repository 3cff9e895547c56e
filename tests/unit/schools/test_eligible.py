"""Eligibility for intervention is derived, and each refusal says what would meet it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.domain import MustWait, Refused
from schools.domain.foundation import Foundation
from schools.domain.notice import Notice
from schools.domain.power import Board, Eligibility, Power, Situation, eligibility
from schools.domain.power.category import Publication, category_on
from support import statutory
from unit.schools.statutory import (
    CHURCH,
    CLOSED,
    SCHOOL,
    a_notice,
    around,
    concluded,
    failed_notice,
    issued,
    of_kind,
    pay_notice,
    situation,
    steps,
    used,
)

MEASURES, SIGNIFICANT = "special-measures", "requires-significant-improvement"


def usable(answer: Eligibility) -> dict[str, list[str]]:
    """The powers that can be used, each with its routes."""
    return {each.power: [route.route for route in each.open] for each in answer.powers if each.open}


def by(routes: list[str], *powers: str) -> dict[str, list[str]]:
    """These powers, each by these routes."""
    return dict.fromkeys(powers, routes)


def failing(answer: Eligibility, power: str, route: str) -> list[str]:
    """The conditions that fail for a power by a route."""
    (explained,) = (each for each in answer.powers if each.power == power)
    (found,) = (each for each in explained.routes if each.route == route)
    barred = [each.code for each in explained.bars if not each.met]
    return barred + [each.code for each in found.unmet]


def use(the: Situation, power: str = "s64", **changes: Any) -> Power:
    """The power as it is kept."""
    record = used(power, **{"used_on": the.day.isoformat()} | changes)
    kept = Power.of(record, SCHOOL)
    kept.use(record, the)
    return kept


def codes(step: Callable[[], object]) -> list[str]:
    """The codes with which it is refused; every sentence is one that people can read."""
    with pytest.raises(Refused) as refused:
        step()
    assert all(each.message.endswith(".") for each in refused.value.reasons)
    return [each.code for each in refused.value.reasons]


def waits_for(step: Callable[[], object]) -> str:
    """What it waits for."""
    with pytest.raises(MustWait) as early:
        step()
    return str(early.value)


class TestByNotice:
    """s60 and s60A: given, over, not complied, powers notified; and the window."""

    def test_failed_notice_opens_every_power_inside_the_window(self) -> None:
        answer = eligibility(situation("2027-01-27", [failed_notice()]))
        assert answer.eligible_by == ("s60",)
        assert usable(answer) == by(["s60"], *("s63", "s64", "s65", "s66"))

    def test_after_the_window_s63_and_s64_lapse_and_the_school_stays_eligible(self) -> None:
        answer = eligibility(situation("2027-01-28", [failed_notice()]))
        assert answer.eligible_by == ("s60",)
        assert usable(answer) == by(["s60"], *("s65", "s66"))
        assert failing(answer, "s64", "s60") == ["window-closed"]

    def test_pay_notice_never_opens_s63_and_its_window_is_of_s64_alone(self) -> None:
        notice = failed_notice(pay_notice())
        inside = eligibility(situation("2026-12-07", [notice]))
        assert usable(inside) == by(["s60A"], *("s64", "s65", "s66"))
        assert failing(inside, "s63", "s60A") == ["power-not-of-route"]
        after = eligibility(situation("2027-01-28", [notice]))
        assert usable(after) == by(["s60A"], *("s65", "s66"))

    @pytest.mark.parametrize(
        ("notice", "day", "fails"),
        [
            (a_notice(issued(copies=[])), "2026-11-20", ["notice-not-issued", "period-not-over"]),
            (a_notice(issued()), "2026-11-27", ["period-not-over"]),
            (a_notice(issued()), "2026-11-28", []),
            (a_notice(issued(), concluded()), "2026-12-07", []),
        ],
    )
    def test_each_condition_that_fails_is_named(
        self, notice: Notice, day: str, fails: list[str]
    ) -> None:
        answer = eligibility(situation(day, [notice]))
        assert failing(answer, "s65", "s60") == [
            *fails,
            "not-found-to-fail",
            "powers-not-notified",
        ]
        assert answer.eligible_by == ()

    def test_it_is_derived_as_of_the_day(self) -> None:
        notice = failed_notice()  # decided, and the powers notified, on 30 November
        assert eligibility(situation("2026-11-29", [notice])).eligible_by == ()
        assert eligibility(situation("2026-11-30", [notice])).eligible_by == ("s60",)

    def test_notice_of_the_powers_that_a_later_record_tells_of_counts_from_its_day(self) -> None:
        notice = a_notice(issued(), concluded("not-complied", powers_notice=None))
        again = concluded("not-complied", decided_at="2026-12-09T09:00:00Z")
        notice.conclude(again, around())
        assert eligibility(situation("2026-12-07", [notice])).eligible_by == ("s60",)

    def test_superseded_notice_opens_nothing_from_that_day(self) -> None:
        notice = failed_notice()
        notice.settle(around(steps=steps(secretary_of_state_notice="2026-12-10")))
        assert eligibility(situation("2026-12-09", [notice])).eligible_by == ("s60",)
        assert failing(eligibility(situation("2026-12-10", [notice])), "s65", "s60") == [
            "notice-ended"
        ]

    @given(st.dates(date(2026, 11, 1), date(2027, 3, 31)))
    def test_windowed_powers_are_open_between_the_notice_of_powers_and_the_last_day(
        self, day: date
    ) -> None:
        answer = eligibility(situation(day.isoformat(), [failed_notice()]))
        inside = date(2026, 11, 30) <= day <= date(2027, 1, 27)
        assert ("s64" in usable(answer)) == inside
        assert ("s66" in usable(answer)) == (day >= date(2026, 11, 30))


class TestWithoutNotice:
    """s60B by notification, s61 and s62 by category: no notice, no window."""

    def test_coasting_as_notified_and_until_it_ended(self) -> None:
        coasting = steps(coasting_notified="2026-11-16", coasting_ended="2026-12-16")
        for day, eligible in (
            ("2026-11-15", ()),
            ("2026-11-16", ("s60B",)),
            ("2026-12-15", ("s60B",)),
            ("2026-12-16", ()),
        ):
            assert eligibility(situation(day, steps=coasting)).eligible_by == eligible

    def test_nursery_school_is_never_coasting(self) -> None:
        nursery = situation(
            steps=steps(coasting_notified="2026-11-16"), school=of_kind(Foundation("15"))
        )
        answer = eligibility(nursery)
        assert answer.eligible_by == ()
        assert failing(answer, "s64", "s60B") == ["coasting-nursery"]

    @pytest.mark.parametrize(
        ("category", "section"),
        [(SIGNIFICANT, "s61"), ("serious-weaknesses", "s61"), (MEASURES, "s62"), (None, None)],
    )
    def test_category_in_force_opens_every_power(
        self, category: str | None, section: str | None
    ) -> None:
        answer = eligibility(situation(category=category))
        every = by([section], *("s63", "s64", "s65", "s66"))
        assert usable(answer) == (every if section else {})

    def test_category_is_that_of_the_latest_public_inspection_that_says_one(self) -> None:
        day = date(2026, 12, 7)
        first = Publication(date(2026, 1, 13), date(2026, 2, 20), MEASURES)
        silent = Publication(date(2026, 9, 1), date(2026, 9, 20), None)
        better = Publication(date(2026, 10, 1), day, "none")
        assert category_on(day, [silent, first]) == MEASURES
        assert category_on(day, [better, silent, first]) is None
        assert category_on(day - timedelta(days=1), [better, silent, first]) == MEASURES
        assert category_on(date(2026, 2, 19), [first]) is None


class TestBars:
    """What stands in the way by any route."""

    @pytest.mark.parametrize(
        ("school", "code"),
        [
            (replace(SCHOOL, academy=True, part4_maintained=False), "academy"),
            (replace(SCHOOL, part4_maintained=False), "not-maintained"),
            (CLOSED, "school-not-open"),
        ],
    )
    def test_school_that_part_4_does_not_reach(self, school: object, code: str) -> None:
        answer = eligibility(situation(category=MEASURES, school=school))
        assert (answer.eligible_by, usable(answer)) == ((), {})
        assert failing(answer, "s66", "s62") == [code]

    def test_interim_board_bars_additional_governors_through_its_last_day(self) -> None:
        board = [Board(date(2026, 11, 1), date(2026, 12, 7))]
        on_last_day = eligibility(situation("2026-12-07", category=MEASURES, boards=board))
        assert failing(on_last_day, "s64", "s62") == ["interim-board"]
        assert set(usable(on_last_day)) == {"s63", "s65", "s66"}
        after = eligibility(situation("2026-12-08", category=MEASURES, boards=board))
        assert set(usable(after)) == {"s63", "s64", "s65", "s66"}

    def test_interim_board_of_the_secretary_of_state_bars_the_same(self) -> None:
        theirs = steps(interim_executive_board="2026-11-01")
        answer = eligibility(situation(category=MEASURES, steps=theirs))
        assert failing(answer, "s64", "s62") == ["interim-board"]

    def test_governors_of_the_secretary_of_state_bar_the_suspension_of_the_budget(self) -> None:
        theirs = steps(additional_governors="2026-11-01")
        answer = eligibility(situation(category=MEASURES, steps=theirs))
        assert failing(answer, "s66", "s62") == ["additional-governors"]

    def test_it_says_what_the_use_of_a_power_needs(self) -> None:
        answer = eligibility(situation(category=MEASURES, school=of_kind(CHURCH)))
        needed = {each.power: each.needs for each in answer.powers}
        assert needed["s65"] == (
            "Consult the governing body and the diocese.",
            "Get the Secretary of State's consent.",
            "Tell the Secretary of State before you use it.",
        )
        assert needed["s64"] == ("Tell the Secretary of State before you use it.",)


class TestUse:
    """A power that was used: kept, refused, or waiting for what may yet come."""

    def test_power_inside_the_window_is_kept_and_published(self) -> None:
        power = use(situation(notices=[failed_notice()]))
        (event,) = power.events
        assert event.name == "power.used"
        assert event.data["route"] == "s60"
        assert event.data["warnings"] == []

    def test_power_outside_the_window_is_refused(self) -> None:
        late = situation("2027-01-28", [failed_notice()])
        assert codes(lambda: use(late)) == ["window-closed"]

    def test_power_before_the_period_is_over_is_refused(self) -> None:
        early = situation("2026-11-27", [a_notice(issued())])
        step = lambda: use(early, written_notice_on="2026-11-20")  # noqa: E731
        assert codes(step)[0] == "period-not-over"

    def test_power_under_a_notice_that_was_complied_with_is_refused(self) -> None:
        complied = situation(notices=[a_notice(issued(), concluded())])
        assert "not-found-to-fail" in codes(lambda: use(complied))

    @pytest.mark.parametrize(
        "notices",
        [
            [],
            [a_notice(issued(copies=[]))],
            [a_notice(issued())],
            [a_notice(issued(), concluded("not-complied", powers_notice=None))],
        ],
    )
    def test_power_waits_for_its_notice_and_for_its_conclusion(self, notices: list[Notice]) -> None:
        assert waits_for(lambda: use(situation(notices=notices))) == "notice:WN-2026-0001"

    def test_power_without_a_notice_goes_by_coasting_or_category(self) -> None:
        by_category = use(situation(category=MEASURES), notice=None)
        assert by_category.route == "s62"
        coasting = situation(steps=steps(coasting_notified="2026-11-16"))
        assert use(coasting, notice=None).route == "s60B"

    def test_power_without_a_notice_waits_for_what_would_make_the_school_eligible(self) -> None:
        notices = [failed_notice()]  # it must be named
        step = lambda: use(situation(notices=notices), notice=None)  # noqa: E731
        assert waits_for(step) == "eligibility:111632"

    def test_additional_governors_wait_for_the_end_of_the_board(self) -> None:
        board = situation(notices=[failed_notice()], boards=[Board(date(2026, 12, 1))])
        assert waits_for(lambda: use(board)) == "eligibility:111632"

    def test_notice_of_another_school_is_refused(self) -> None:
        other = failed_notice()
        other.urn = "111633"
        record = used()
        step = lambda: Power.of(record, SCHOOL).use(record, situation(), other)  # noqa: E731
        assert codes(step) == ["notice-of-another-school"]

    def test_academy_is_refused_at_once(self) -> None:
        academy = replace(SCHOOL, academy=True, part4_maintained=False)
        step = lambda: use(situation(school=academy), notice=None)  # noqa: E731
        assert codes(step)[0] == "academy"

    @pytest.mark.parametrize(
        ("power", "changes", "code"),
        [
            ("s63", {"consulted": []}, "not-consulted"),
            ("s65", {"consulted": []}, "not-consulted"),
            ("s65", {"consent_of_secretary_of_state_on": None}, "no-consent"),
            ("s65", {"consent_of_secretary_of_state_on": "2026-12-08"}, "no-consent"),
            ("s64", {"written_notice_on": "2026-12-08"}, "used-before-notice"),
            ("s64", {"until": "2026-12-09"}, "until-not-for-power"),
            ("s66", {"until": "2026-12-06"}, "dated-before-its-cause"),
        ],
    )
    def test_record_that_shows_a_condition_unmet_is_refused(
        self, power: str, changes: statutory.Payload, code: str
    ) -> None:
        the = situation(notices=[failed_notice()])
        assert codes(lambda: use(the, power, **changes)) == [code]

    def test_church_school_needs_its_diocese_consulted(self) -> None:
        the = situation(category=MEASURES, school=of_kind(CHURCH))
        assert codes(lambda: use(the, "s63", notice=None)) == ["not-consulted"]
        both = ["governing-body", "diocese"]
        assert use(the, "s63", notice=None, consulted=both).warnings == []

    @pytest.mark.parametrize(
        ("power", "changes", "foundation", "code"),
        [
            ("s64", {"secretary_of_state_told_on": None}, "01", "secretary-of-state-not-told"),
            (
                "s64",
                {"secretary_of_state_told_on": "2026-12-08"},
                "01",
                "secretary-of-state-not-told",
            ),
            ("s63", {}, "05", "consultation-not-known"),
            ("s66", {}, "01", "power-not-named"),
        ],
    )
    def test_what_the_record_leaves_open_is_a_warning(
        self, power: str, changes: statutory.Payload, foundation: str, code: str
    ) -> None:
        the = situation(notices=[failed_notice()], school=of_kind(Foundation(foundation)))
        power_used = use(the, power, **changes)
        assert code in [each.code for each in power_used.warnings]

    def test_end_of_a_board_is_told_by_the_record_sent_again(self) -> None:
        the = situation(notices=[failed_notice()])
        power = use(the, "s65")
        assert power.board == Board(date(2026, 12, 7))
        again = used("s65", until="2027-03-31", recorded_at="2027-04-01T09:00:00Z")
        power.use(
            again, situation("2026-12-07")
        )  # not judged again: nothing of the notice is known
        assert power.board == Board(date(2026, 12, 7), date(2027, 3, 31))
        assert [event.data["until"] for event in power.events] == [None, date(2027, 3, 31)]

    def test_condition_that_fails_by_later_facts_is_a_warning_on_the_power(self) -> None:
        power = use(situation(notices=[failed_notice()]))
        board = situation(notices=[failed_notice()], boards=[Board(date(2026, 12, 1))])
        power.settle(board)
        power.settle(board)
        assert [each.code for each in power.warnings] == ["interim-board"]
        assert len(power.events) == 2
        power.settle(situation(notices=[failed_notice()]))
        assert (power.warnings, len(power.events)) == ([], 3)

    def test_same_record_again_changes_nothing_and_an_older_one_is_history(self) -> None:
        the = situation(notices=[failed_notice()])
        power = use(the, "s65")
        power.use(used("s65"), the)
        older = used("s65", recorded_at="2026-12-07T09:00:00Z", consulted=["governing-body"])
        power.use(older, the)
        assert len(power.events) == 1

    def test_other_content_at_the_same_time_or_another_notice_is_refused(self) -> None:
        the = situation(notices=[failed_notice()])
        power = use(the, "s65")
        other = used("s65", until="2026-12-31")
        assert codes(lambda: power.use(other, the)) == ["contradicts-earlier"]
        moved = used("s65", notice=None, recorded_at="2026-12-08T10:00:00Z")
        assert codes(lambda: power.use(moved, the)) == ["contradicts-earlier"]
