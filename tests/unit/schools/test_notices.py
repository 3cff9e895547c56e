"""A warning notice: when it counts as issued, how it ends, and what can never be kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chassis.domain import MustWait, Refused
from schools.domain.foundation import Foundation
from schools.domain.notice import Notice, NoticeIssued
from schools.domain.notice.clocks import DUE, WINDOW_CLOSES, WINDOW_DUE
from support import statutory
from unit.schools.statutory import (
    CHURCH,
    CLOSED,
    CONVERTED,
    SCHOOL,
    a_notice,
    around,
    concluded,
    failed_notice,
    issued,
    names,
    of_kind,
    pay_notice,
    steps,
)

HEAD, MINISTER = statutory.BOTH_COPIES
DIOCESE = {"to": "diocese", "sent_on": "2026-10-30"}
BODY = {"to": "foundation-body", "sent_on": "2026-10-30"}


def refusal(step: Callable[[], object]) -> list[str]:
    """The codes with which a step is refused; every sentence is one that people can read."""
    with pytest.raises(Refused) as refused:
        step()
    assert all(each.message.endswith(".") for each in refused.value.reasons)
    return [each.code for each in refused.value.reasons]


def codes_of(notice: Notice) -> list[str]:
    """The codes of its warnings."""
    return [each.code for each in notice.warnings]


class TestCopies:
    """It counts as issued with the last required copy, and not before."""

    def test_nothing_is_published_before_every_required_copy_is_logged(self) -> None:
        notice = a_notice(issued(copies=[HEAD]))
        assert (names(notice), notice.missing) == ([], ["secretary-of-state"])
        notice.issue(issued(copies=[MINISTER]), around())
        assert (names(notice), notice.missing) == (["issued"], [])

    def test_church_school_needs_a_copy_to_its_diocese(self) -> None:
        notice = a_notice(issued(), school=of_kind(CHURCH))
        assert notice.missing == ["diocese"]
        notice.issue(issued(copies=[HEAD, MINISTER, DIOCESE]), around(school=of_kind(CHURCH)))
        assert names(notice) == ["issued"]
        assert codes_of(notice) == ["copy-foundation-governors"]

    @pytest.mark.parametrize(
        ("foundation", "missing"),
        [
            (Foundation("01", None, None), []),
            (Foundation("15", None, None), []),
            (Foundation("03", "Church of England/Methodist", None), ["diocese"]),
            (Foundation("02", "Catholic", ""), ["diocese"]),
            (Foundation("05", "Church of England", None), ["diocese"]),
            (Foundation("02", "", "Diocese of York"), ["diocese"]),
            (Foundation("02", "Jewish", "Not applicable"), ["foundation-body"]),
            (Foundation("03", "None", None), ["foundation-body"]),
        ],
    )
    def test_kind_of_the_school_says_who_needs_a_copy(
        self, foundation: Foundation, missing: list[str]
    ) -> None:
        assert a_notice(issued(), school=of_kind(foundation)).missing == missing

    @pytest.mark.parametrize(
        "foundation",
        [Foundation("05", "Does not apply"), Foundation("12"), Foundation("02"), Foundation("03")],
    )
    def test_what_the_register_does_not_tell_warns_and_does_not_hold_up(
        self, foundation: Foundation
    ) -> None:
        notice = a_notice(issued(), school=of_kind(foundation))
        assert (names(notice), codes_of(notice)) == (["issued"], ["copies-not-known"])
        logged = a_notice(issued(copies=[HEAD, MINISTER, BODY]), school=of_kind(foundation))
        assert codes_of(logged) == []

    def test_copies_on_other_days_are_warned_of(self) -> None:
        late = {"to": "secretary-of-state", "sent_on": "2026-11-02"}
        notice = a_notice(issued(copies=[HEAD, late]))
        assert (names(notice), codes_of(notice)) == (["issued"], ["copies-on-other-days"])

    def test_register_that_learns_of_a_diocese_does_not_take_the_issue_back(self) -> None:
        notice = a_notice(issued(), school=of_kind(Foundation("02")))
        notice.settle(around(school=of_kind(CHURCH)))
        assert notice.state == "issued"


class TestRefusedIssues:
    """What the Act does not allow is refused with the sentence that says why."""

    def test_academy_is_referred_to_the_regions_group(self) -> None:
        academy = replace(SCHOOL, academy=True, part4_maintained=False)
        with pytest.raises(Refused) as refused:
            a_notice(issued(), school=academy)
        (reason,) = refused.value.reasons
        assert reason.code == "academy"
        assert "Regions Group" in reason.message

    @pytest.mark.parametrize(
        ("school", "code"),
        [
            (replace(SCHOOL, part4_maintained=False), "not-maintained"),
            (replace(CLOSED, close_date=date(2026, 10, 29)), "school-not-open"),
            (replace(CLOSED, close_date=None), "school-not-open"),
            (replace(SCHOOL, status_code="4"), "school-not-open"),
            (replace(SCHOOL, open_date=date(2026, 11, 1)), "school-not-open"),
        ],
    )
    def test_school_that_part_4_does_not_reach(self, school: object, code: str) -> None:
        assert refusal(lambda: a_notice(issued(), school=school)) == [code]

    def test_school_proposed_to_close_is_open(self) -> None:
        notice = a_notice(issued(), school=replace(SCHOOL, status_code="3"))
        assert names(notice) == ["issued"]

    def test_school_of_another_area(self) -> None:
        own, other = frozenset({"806"}), frozenset({"805"})
        assert names(a_notice(issued(), authorities=own)) == ["issued"]
        assert refusal(lambda: a_notice(issued(), authorities=other)) == ["outside-area"]

    @pytest.mark.parametrize(
        ("sent", "code"),
        [
            (issued(ground="pay-and-conditions"), "ground-of-another-route"),
            (issued(route="s60A"), "ground-of-another-route"),
            (pay_notice(powers=["s63", "s64"]), "power-not-of-route"),
            (issued(compliance_ends="2026-10-30"), "no-compliance-period"),
        ],
    )
    def test_notice_that_contradicts_its_section(self, sent: NoticeIssued, code: str) -> None:
        assert refusal(lambda: a_notice(sent)) == [code]

    def test_notice_by_the_secretary_of_state_bars_until_it_is_lifted(self) -> None:
        barred = steps(secretary_of_state_notice="2026-10-30")
        assert refusal(lambda: a_notice(issued(), steps=barred)) == ["secretary-of-state-notice"]
        lifted = steps(
            secretary_of_state_notice="2026-10-01", secretary_of_state_notice_lifted="2026-10-30"
        )
        assert names(a_notice(issued(), steps=lifted)) == ["issued"]

    def test_other_content_under_the_same_time_of_issue(self) -> None:
        notice = a_notice(issued())
        changed = issued(compliance_ends="2026-12-04")
        assert refusal(lambda: notice.issue(changed, around())) == ["contradicts-earlier"]

    def test_another_school_under_the_same_reference(self) -> None:
        notice = a_notice(issued())
        other = issued(urn="111633", issued_at="2026-11-02T12:00:00+00:00")
        assert refusal(lambda: notice.issue(other, around())) == ["contradicts-earlier"]


class TestConclusions:
    """Complied at any time, not complied only after the period, withdrawn at any time."""

    def test_conclusion_waits_for_a_notice_that_counts_as_issued(self) -> None:
        with pytest.raises(MustWait) as early:
            a_notice(issued(copies=[HEAD]), concluded())
        assert str(early.value) == "notice:WN-2026-0001"

    @pytest.mark.parametrize("decided", ["2026-11-26T15:00:00Z", "2026-11-27T23:59:59Z"])
    def test_not_complied_on_or_before_the_last_day_is_refused(self, decided: str) -> None:
        early = concluded("not-complied", decided_at=decided)
        assert refusal(lambda: a_notice(issued(), early)) == ["period-not-over"]

    def test_last_day_is_one_in_london(self) -> None:
        summer = issued(issued_at="2026-05-01T12:00:00Z", compliance_ends="2026-06-12", copies=[])
        after = concluded("not-complied", decided_at="2026-06-12T23:00:00Z", powers_notice=None)
        notice = a_notice(replace(summer, copies=issued().copies), after)
        assert notice.state == "not-complied"

    def test_not_complied_makes_eligible_with_notice_of_the_powers_alone(self) -> None:
        notice = a_notice(issued(), concluded("not-complied", powers_notice=None))
        assert (names(notice), notice.eligible) == (["issued", "not-complied"], False)
        again = concluded("not-complied", decided_at="2026-12-01T09:00:00Z")
        notice.conclude(again, around())
        assert names(notice) == ["issued", "not-complied", "not-complied"]
        shown = notice.events[-1].data
        assert shown["eligible_for_intervention"] is True
        assert shown["window_ends"] == date(2027, 1, 27)

    def test_older_conclusion_is_history(self) -> None:
        notice = failed_notice()
        notice.events.clear()
        notice.conclude(concluded("complied"), around())
        assert (notice.events, notice.state) == ([], "not-complied")

    def test_same_time_with_other_content_is_refused(self) -> None:
        notice = a_notice(issued(), concluded())
        other = concluded(note="They did not answer.")
        assert refusal(lambda: notice.conclude(other, around())) == ["contradicts-earlier"]

    def test_conclusion_before_the_notice_is_refused(self) -> None:
        early = concluded(decided_at="2026-10-29T09:00:00Z")
        assert refusal(lambda: a_notice(issued(), early)) == ["dated-before-its-cause"]

    def test_notice_of_the_powers_before_the_warning_is_refused(self) -> None:
        given = {"given_on": "2026-10-29", "powers": ["s64"]}
        early = concluded("not-complied", powers_notice=given)
        assert refusal(lambda: a_notice(issued(), early)) == ["dated-before-its-cause"]

    def test_pay_notice_cannot_lead_to_arrangements(self) -> None:
        given = {"given_on": "2026-11-30", "powers": ["s63"]}
        told = concluded("not-complied", powers_notice=given)
        assert refusal(lambda: a_notice(pay_notice(), told)) == ["power-not-of-route"]


class TestEnds:
    """What ends a notice besides its conclusion, and what does not."""

    def test_secretary_of_state_ends_an_earlier_notice_for_good(self) -> None:
        notice = a_notice(issued())
        theirs = steps(secretary_of_state_notice="2026-11-10")
        notice.settle(around(steps=theirs))
        assert names(notice) == ["issued", "superseded"]
        lifted = steps(
            secretary_of_state_notice="2026-11-10", secretary_of_state_notice_lifted="2026-11-20"
        )
        notice.settle(around(steps=lifted))
        assert notice.state == "superseded"
        late = concluded()
        step = lambda: notice.conclude(late, around(steps=lifted))  # noqa: E731
        assert refusal(step) == ["notice-ended"]

    def test_notice_complied_with_before_stays_complied_with(self) -> None:
        notice = a_notice(issued(), concluded())
        later = replace(CLOSED, close_date=date(2026, 12, 31))
        notice.settle(around(steps=steps(secretary_of_state_notice="2026-12-10"), school=later))
        assert notice.state == "complied"

    def test_failed_notice_leads_to_no_power_after_the_secretary_of_states(self) -> None:
        notice = failed_notice()
        notice.settle(around(steps=steps(secretary_of_state_notice="2026-12-10")))
        assert (notice.state, notice.eligible, notice.window) == ("superseded", False, None)

    @pytest.mark.parametrize(
        ("school", "because"),
        [
            (CLOSED, "The school closed on 20 November 2026."),
            (
                CONVERTED,
                "The school closed on 20 November 2026 and became an academy (URN 151369).",
            ),
        ],
    )
    def test_closure_or_conversion_ends_it_with_the_reason(
        self, school: object, because: str
    ) -> None:
        notice = a_notice(issued())
        notice.settle(around(school=school))
        assert names(notice) == ["issued", "ended"]
        assert notice.events[-1].data["ended_because"] == because
        assert notice.clocks == {}

    def test_school_that_is_open_again_has_its_notice_back(self) -> None:
        notice = a_notice(issued())
        notice.settle(around(school=CLOSED))
        notice.settle(around())
        assert names(notice) == ["issued", "ended", "issued"]
        assert set(notice.clocks) == {DUE, WINDOW_DUE, WINDOW_CLOSES}

    def test_conclusion_of_the_last_day_counts_and_one_after_it_does_not(self) -> None:
        notice = a_notice(issued())
        closed = around(school=CLOSED)
        notice.settle(closed)
        late = concluded(decided_at="2026-11-21T09:00:00Z")
        assert refusal(lambda: notice.conclude(late, closed)) == ["notice-ended"]
        notice.conclude(concluded(decided_at="2026-11-20T16:00:00Z"), closed)
        assert notice.state == "complied"


class TestClocks:
    """Reminders in working days, the window's end by the calendar; each once, however late."""

    def test_reminders_count_working_days_back_from_the_last_day(self) -> None:
        notice = a_notice(issued())
        sent = []
        for days in range(40):
            now = datetime(2026, 10, 31, 9, tzinfo=UTC) + timedelta(days=days)
            notice.events.clear()
            notice.remind(around(now))
            sent += [(now.date(), event.data["working_days_left"]) for event in notice.events]
        assert sent == [
            (date(2026, 11, 13), 10),
            (date(2026, 11, 20), 5),
            (date(2026, 11, 26), 1),
        ]

    def test_reminders_of_the_window_skip_christmas(self) -> None:
        notice = failed_notice()
        sent = []
        for days in range(90):
            now = datetime(2026, 12, 1, 9, tzinfo=UTC) + timedelta(days=days)
            notice.events.clear()
            notice.remind_of_window(around(now))
            sent += [(now.date(), event.data["working_days_left"]) for event in notice.events]
        assert sent == [
            (date(2026, 12, 29), 20),
            (date(2027, 1, 13), 10),
            (date(2027, 1, 20), 5),
        ]

    def test_after_a_downtime_only_the_last_reminder_comes(self) -> None:
        notice = a_notice(issued())
        notice.events.clear()
        notice.remind(around("2026-11-24T09:00"))
        assert [event.data["working_days_left"] for event in notice.events] == [3]

    def test_nothing_reminds_once_the_day_is_over_or_the_notice_is_concluded(self) -> None:
        notice = a_notice(issued())
        notice.events.clear()
        notice.remind(around("2026-11-28T09:00"))
        assert notice.events == []
        notice.conclude(concluded(), around())
        notice.events.clear()
        notice.remind(around("2026-11-26T09:00"))
        notice.remind_of_window(around("2027-01-20T09:00"))
        notice.close_window(around("2027-01-28T09:00"))
        assert notice.events == []

    def test_window_closes_after_its_last_day_and_the_notice_does_not_expire(self) -> None:
        notice = failed_notice()
        notice.close_window(around("2027-01-27T23:59:59"))
        assert notice.state == "not-complied"
        notice.close_window(around("2027-01-28T00:00"))
        notice.close_window(around("2027-01-29T00:00"))
        assert names(notice)[-2:] == ["not-complied", "window-closed"]
        assert notice.eligible
        assert notice.clocks == {}

    def test_window_closes_without_a_conclusion_too(self) -> None:
        notice = a_notice(issued())
        notice.close_window(around("2027-01-28T00:00"))
        assert (names(notice)[-1], notice.state) == ("window-closed", "window-closed")
        notice.conclude(concluded("not-complied"), around("2027-02-01T09:00"))
        assert (names(notice)[-1], notice.state) == ("not-complied", "window-closed")

    def test_conclusion_cancels_the_timers(self) -> None:
        notice = a_notice(issued(), concluded())
        last = {timer.name: timer.due for timer in notice.timers}
        assert last == {DUE: None, WINDOW_DUE: None, WINDOW_CLOSES: None}
