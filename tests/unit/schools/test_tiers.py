"""The tier of a school: one at any instant, whatever the order in which decisions arrive."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.domain import Refused
from schools.domain.school_facts import SchoolFacts
from schools.domain.tiers import TierDecision, TierHistory

SCHOOL = SchoolFacts(
    urn="111632",
    name="Acklam Whin Primary School",
    la_code="806",
    status_code="1",
    part4_maintained=True,
    academy=False,
)
OCTOBER = datetime(2026, 10, 12, 9, tzinfo=UTC)


def decision(**given: Any) -> TierDecision:
    usual: dict[str, Any] = {
        "urn": "111632",
        "tier": "targeted",
        "begins": OCTOBER,
        "reason": "Two signals on leadership",
        "review_due": date(2026, 12, 18),
        "decided_by": "p-1008",
        "decided_at": OCTOBER,
    }
    return TierDecision(**usual | given)


def history_of(*decisions: TierDecision, category: str | None = None) -> TierHistory:
    history = TierHistory(urn="111632")
    for each in decisions:
        history.decide(each, SCHOOL, category)
    return history


def told(history: TierHistory) -> list[dict[str, Any]]:
    return [dict(each.data) for each in history.events if each.name == "tier.changed"]


def test_decision_that_arrives_late_is_put_into_its_place_and_changes_no_current_tier() -> None:
    """Worked example 6."""
    ninth = datetime(2026, 10, 9, 8, tzinfo=UTC)
    history = history_of(
        decision(), decision(tier="intensive", begins=ninth, decided_at=OCTOBER, decision="T-1")
    )
    held = [(each.decision.tier, each.decision.begins, each.until) for each in history.periods]
    assert held == [("intensive", ninth, OCTOBER), ("targeted", OCTOBER, None)]
    assert history.tier == "targeted"
    assert [(each["tier"], each["current"]) for each in told(history)] == [
        ("targeted", True),
        ("intensive", False),
    ]


def test_of_two_decisions_from_one_instant_the_later_one_holds() -> None:
    later = decision(tier="intensive", decided_at=OCTOBER + timedelta(hours=1), decision="T-2")
    assert history_of(later, decision(decision="T-1")).tier == "intensive"


def test_correction_keeps_its_reference_and_moves_the_decision() -> None:
    moved = decision(
        begins=OCTOBER - timedelta(days=1),
        decided_at=OCTOBER + timedelta(hours=1),
        decision="T-1",
    )
    history = history_of(decision(decision="T-1"), moved)
    assert [each.decision.begins for each in history.periods] == [moved.begins]


def test_withdrawn_decision_gives_way_to_the_one_before_it() -> None:
    first = decision(tier="universal", begins=OCTOBER - timedelta(days=30), decision="T-0")
    gone = decision(decision="T-1", withdrawn=True, decided_at=OCTOBER + timedelta(hours=1))
    history = history_of(first, decision(decision="T-1"), gone)
    assert history.tier == "universal"
    assert (told(history)[-1]["withdrawn"], told(history)[-1]["current"]) == (True, False)


def test_same_decision_twice_is_told_once() -> None:
    assert len(told(history_of(decision(), decision()))) == 1


def test_other_content_under_the_same_instant_is_refused() -> None:
    with pytest.raises(Refused, match="contradicts-earlier"):
        history_of(decision(), decision(reason="Another reason"))


@pytest.mark.parametrize(("tier", "weeks"), [("universal", 52), ("targeted", 13), ("intensive", 7)])
def test_review_later_than_the_interval_of_its_tier_is_a_warning(tier: str, weeks: int) -> None:
    latest = date(2026, 10, 12) + timedelta(weeks=weeks)
    for due, codes in ((latest, []), (latest + timedelta(days=1), ["review-after-interval"])):
        [event] = told(history_of(decision(tier=tier, review_due=due)))
        assert [each["code"] for each in event["warnings"]] == codes


def test_special_measures_without_a_category_in_force_is_a_warning() -> None:
    found = decision(tier="special-measures", review_due=date(2026, 11, 20))
    [event] = told(history_of(found))
    assert [each["code"] for each in event["warnings"]] == ["no-category-in-force"]
    [event] = told(history_of(found, category="special-measures"))
    assert event["warnings"] == []


def test_review_that_was_not_held_is_told_once_and_not_before_its_day_is_over() -> None:
    history = history_of(decision())
    due = date(2026, 12, 18)
    for at in (datetime(2026, 12, 18, 23, 59, tzinfo=UTC), *[datetime(2027, 1, 4, tzinfo=UTC)] * 2):
        history.miss_review(due, at)
    assert [each.name for each in history.events].count("tier.review-missed") == 1


def test_new_decision_satisfies_the_review() -> None:
    held = decision(
        tier="universal", begins=OCTOBER + timedelta(days=30), review_due=date(2027, 10, 1)
    )
    history = history_of(decision(), held)
    history.miss_review(date(2026, 12, 18), datetime(2027, 1, 4, tzinfo=UTC))
    assert [each.name for each in history.events].count("tier.review-missed") == 0


DAYS = st.integers(0, 4).map(lambda days: OCTOBER + timedelta(days=days))
DECISIONS = st.builds(
    decision,
    decision=st.sampled_from(["T-1", "T-2", "T-3"]),
    tier=st.sampled_from(["universal", "targeted", "intensive"]),
    begins=DAYS,
    decided_at=DAYS,
    withdrawn=st.booleans(),
)
SETS = st.lists(DECISIONS, max_size=6, unique_by=lambda each: (each.key, each.decided_at))


@given(SETS, st.randoms(use_true_random=False))
def test_any_order_and_repetition_leaves_the_same_periods(decisions: Any, random: Any) -> None:
    shuffled = [*decisions, *decisions]
    random.shuffle(shuffled)
    assert history_of(*shuffled).periods == history_of(*decisions).periods


@given(SETS)
def test_at_any_instant_one_tier_at_most(decisions: list[TierDecision]) -> None:
    periods = history_of(*decisions).periods
    for before, after in pairwise(periods):
        assert before.until == after.decision.begins
        assert before.decision.begins < after.decision.begins
    assert all(each.until is None for each in periods[-1:])
