"""The smaller rules: superseding, reviews, duties, milestones, payments, facts in time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from applications.domain.form.supersession import Candidate, superseded_by
from applications.domain.money.milestones import Assessment, evidence_state, is_payable
from applications.domain.money.payments import Entry, conflict
from applications.domain.panel.review_count import count_reviews
from applications.domain.panel.reviews import Review, Score, score_refusals
from applications.domain.panel.separation_of_duties import assessment_refusals, release_refusals
from applications.domain.round.in_time import in_force
from applications.domain.round.rounds import terms_refusals
from unit.applications.values import the_round

NINE = datetime(2026, 10, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@given(st.permutations([Candidate(NINE + n * HOUR, f"FORM-{n}", f"A-{n}") for n in range(4)]))
def test_the_last_in_time_supersedes_the_others_in_any_order(arrived: list[Candidate]) -> None:
    assert superseded_by(arrived) == {"A-0": "A-3", "A-1": "A-3", "A-2": "A-3"}


def test_of_two_at_the_same_instant_the_greater_form_reference_stands() -> None:
    pair = [Candidate(NINE, "FORM-2", "A-1"), Candidate(NINE, "FORM-1", "A-2")]
    assert superseded_by(pair) == superseded_by(pair[::-1]) == {"A-2": "A-1"}


@dataclass(frozen=True)
class Fact:
    ce_time: datetime
    event_id: str


def test_a_fact_is_in_force_from_its_own_time_whichever_came_first() -> None:
    facts = [Fact(NINE, "a"), Fact(NINE, "b"), Fact(NINE + HOUR, "a")]
    for arrived in permutations(facts):
        assert in_force(arrived, NINE) == facts[1], "ties go by the event's id"
        assert in_force(arrived, NINE + HOUR) == facts[2]
        assert in_force(arrived, NINE - HOUR) == facts[0], "nothing earlier is known"
    assert in_force([], NINE) is None


def test_a_round_that_contradicts_itself_is_refused() -> None:
    twice = [{"category": "learning-hub", "most_per_award_pence": 1}] * 2
    terms = the_round(opens_at="2026-10-16T12:00:00+01:00", categories=twice).terms
    assert [each.code for each in terms_refusals(terms)] == [
        "opens-after-deadline",
        "category-twice",
    ]


def review(reviewer: str, need: int, hours: int = 0, own: str | None = None) -> Review:
    scores = (Score("need", need), Score("value", 3))
    return Review(reviewer, NINE + hours * HOUR, scores, own)


def test_the_latest_review_of_each_person_without_an_interest_counts() -> None:
    terms = the_round().terms.reviews
    reviews = [
        review("p-1", 5),
        review("p-1", 1, hours=1),
        review("p-2", 3),
        review("p-3", 5),
        review("p-4", 5, own="own school 111632"),
    ]
    found = count_reviews(reviews, {"p-3"}, terms)
    assert (found.reviews, found.spread, found.complete) == (2, 2, True)
    assert not found.moderation_needed, "only beyond the round's limit of two"


def test_scores_name_each_criterion_once_within_the_scale() -> None:
    terms = the_round().terms.reviews
    assert score_refusals([Score("need", 0), Score("value", 5)], terms) == []
    refused = score_refusals([Score("need", 6), Score("need", 1)], terms)
    assert [each.code for each in refused] == ["criteria", "score-beyond-scale"]


def test_duties_are_separate() -> None:
    assert release_refusals("p-1", ["p-2"], ["p-3"]) == []
    assert len(release_refusals("p-1", ["p-1"], ["p-1"])) == 1
    assert assessment_refusals("p-1", ["p-2"], ["p-3"]) == []
    assert "voted on and scored" in assessment_refusals("p-1", ["p-1"], ["p-1"])[0].message


def test_evidence_is_judged_by_all_that_is_known_in_any_order() -> None:
    returned = Assessment(NINE, accepted=False, assessed_at=NINE + HOUR)
    accepted = Assessment(NINE + 2 * HOUR, accepted=True, assessed_at=NINE + 3 * HOUR)
    assert evidence_state([], []) == "due"
    assert evidence_state([NINE], []) == "evidenced"
    assert evidence_state([NINE], [returned]) == "returned"
    assert evidence_state([NINE, NINE + 2 * HOUR], [returned]) == "evidenced"
    for assessments in permutations([returned, accepted]):
        assert evidence_state([NINE, NINE + 2 * HOUR], assessments) == "accepted"


def test_a_milestone_is_payable_when_nothing_stands_against_it() -> None:
    assert is_payable(1, [True, False], unmet=0, active=True)
    assert not is_payable(2, [True, False], unmet=0, active=True)
    assert not is_payable(1, [True, False], unmet=1, active=True)
    assert not is_payable(1, [True, False], unmet=0, active=False)
    assert not is_payable(2, [False, True], unmet=0, active=True), "the last waits for the others"


def test_a_payment_reference_stands_for_one_content() -> None:
    made = Entry("BACS-1", "G-1", 1, 833_333, date(2027, 2, 5))
    failed = Entry("BACS-1", "G-1", 1, failed_on=date(2027, 2, 8))
    assert conflict(made, made) == conflict(made, failed) == conflict(failed, made) == []
    [other_sum] = conflict(made, Entry("BACS-1", "G-1", 1, 900_000, date(2027, 2, 5)))
    assert "£8,333.33, this one is of £9,000.00" in other_sum.message
    [other_award] = conflict(made, Entry("BACS-1", "G-2", 2, failed_on=date(2027, 2, 8)))
    assert "milestone 2 of G-2" in other_award.message
    [other_day] = conflict(made, Entry("BACS-1", "G-1", 1, 833_333, date(2027, 2, 6)))
    assert "2027-02-06" in other_day.message
