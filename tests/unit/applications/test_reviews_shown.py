"""Which reviews a person may see, which of them count, and what they come to."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.domain.panel.arrangements import Assignment, Moderation
from applications.domain.panel.ranking import in_words, ranking_of
from applications.domain.panel.review_count import count_reviews
from applications.domain.panel.reviews import Review, Score, exclusion, shown_to
from applications.domain.round.rounds import Criterion, ReviewTerms
from unit.applications.values import at

WHEN = at("2026-10-27T16:20:00+00:00")
TERMS = ReviewTerms(2, 5, 2, (Criterion("need", "Need", 60), Criterion("value", "Value", 40)))


def a_review(reviewer: str, need: int = 4, value: int = 3, own: str | None = None) -> Review:
    return Review(reviewer, WHEN, (Score("need", need), Score("value", value)), own)


def asked(*reviewers: str) -> Assignment:
    return Assignment(reviewers, WHEN.date(), "p-1006", WHEN)


def agreed(need: int, value: int, hours: int = 1) -> Moderation:
    scores = (Score("need", need), Score("value", value))
    return Moderation(scores, "note", "p-1008", WHEN + timedelta(hours=hours))


ANN, BEN = a_review("ann"), a_review("ben")


@pytest.mark.parametrize(
    ("viewer", "all_in", "seen"),
    [
        ("ann", False, ["ann"]),
        ("ann", True, ["ann", "ben"]),
        ("member", False, []),
        ("member", True, ["ann", "ben"]),
        ("barred", True, []),
        (None, False, ["ann", "ben"]),
    ],
    ids=[
        "a reviewer sees their own",
        "a reviewer sees all once they are in",
        "the panel sees none before",
        "the panel sees all then",
        "whoever has an interest sees none",
        "an officer sees all",
    ],
)
def test_reviews_shown(viewer: str | None, all_in: bool, seen: list[str]) -> None:
    shown = shown_to(viewer, [ANN, BEN], {"barred"}, all_in=all_in)
    assert [each.reviewer for each in shown] == seen


def test_reviewer_of_their_own_school_sees_not_even_their_own() -> None:
    assert shown_to("ann", [a_review("ann", own="own school"), BEN], (), all_in=True) == []


@pytest.mark.parametrize(
    ("review", "interests", "assigned", "why"),
    [
        (ANN, (), None, None),
        (ANN, (), ["ann"], None),
        (ANN, (), ["ben"], "not assigned"),
        (ANN, ("ann",), ["ben"], "interest"),
        (a_review("ann", own="own school 1"), (), ["ann"], "own school 1"),
    ],
)
def test_review_left_out(
    review: Review, interests: tuple[str, ...], assigned: list[str] | None, why: str | None
) -> None:
    assert exclusion(review, interests, assigned) == why


def test_all_are_in_once_nobody_who_was_asked_is_missing() -> None:
    count = count_reviews([ANN, BEN], (), TERMS, asked("ann", "ben", "cy"))
    assert (count.complete, count.missing, count.all_in) == (True, ("cy",), False)
    assert count_reviews([ANN, BEN], {"cy"}, TERMS, asked("ann", "ben", "cy")).all_in


def test_moderation_holds_until_a_review_that_counts_comes_after_it() -> None:
    far = [ANN, a_review("ben", need=0)]
    assert not count_reviews(far, (), TERMS).ready
    assert count_reviews(far, (), TERMS, moderation=agreed(3, 3)).ready
    assert not count_reviews(far, (), TERMS, moderation=agreed(3, 3, hours=-1)).ready


def test_later_review_that_does_not_count_leaves_the_moderation() -> None:
    later = Review("cy", WHEN + timedelta(days=1), ANN.scores)
    far = [ANN, a_review("ben", need=0), later]
    assert count_reviews(far, (), TERMS, asked("ann", "ben"), agreed(3, 3)).ready


@pytest.mark.parametrize(
    ("hundredths", "terms", "scores"),
    [
        (12, ReviewTerms(1, 8, 9, (Criterion("need", "N", 1),)), [1]),  # 0.125 to even: 0.12
        (38, ReviewTerms(1, 8, 9, (Criterion("need", "N", 1),)), [3]),  # 0.375 to even: 0.38
        (67, ReviewTerms(1, 3, 9, (Criterion("need", "N", 7),)), [2]),
    ],
)
def test_ranking_is_rounded_half_to_even(
    hundredths: int, terms: ReviewTerms, scores: list[int]
) -> None:
    reviews = [Review("ann", WHEN, (Score("need", score),)) for score in scores]
    assert ranking_of(reviews, None, terms) == hundredths


def test_moderated_score_takes_the_place_of_the_mean() -> None:
    count = count_reviews([ANN, a_review("ben", need=0)], (), TERMS, moderation=agreed(5, 5))
    assert in_words(count.ranking) == "1.00"
    assert in_words(None) is None
    assert in_words(5) == "0.05"


SCALES = st.integers(1, 10)


@st.composite
def scored(draw: st.DrawFn) -> tuple[list[Review], ReviewTerms]:
    """Reviews of every criterion within the scale."""
    scale, weights = draw(SCALES), draw(st.lists(st.integers(1, 100), min_size=1, max_size=5))
    codes = [f"c{number}" for number in range(len(weights))]
    criteria = tuple(Criterion(*each) for each in zip(codes, codes, weights, strict=True))
    people = draw(st.integers(1, 5))
    reviews = [
        Review(f"p{n}", WHEN, tuple(Score(code, draw(st.integers(0, scale))) for code in codes))
        for n in range(people)
    ]
    return reviews, ReviewTerms(1, scale, 1, criteria)


@given(scored())
def test_ranking_is_the_formula_within_half_a_hundredth(
    given_: tuple[list[Review], ReviewTerms],
) -> None:
    reviews, terms = given_
    found = ranking_of(reviews, None, terms)
    assert found is not None
    exact = Fraction(0)
    for criterion in terms.criteria:
        total = sum(s.score for r in reviews for s in r.scores if s.criterion == criterion.code)
        exact += Fraction(criterion.weight * total, len(reviews))
    exact /= terms.scale * sum(each.weight for each in terms.criteria)
    off = abs(Fraction(found, 100) - exact)
    assert 0 <= found <= 100
    assert off < Fraction(1, 200) or (off == Fraction(1, 200) and found % 2 == 0)


@given(scored(), st.randoms())
def test_order_of_the_reviews_changes_no_ranking(
    given_: tuple[list[Review], ReviewTerms], random: st.DataObject
) -> None:
    reviews, terms = given_
    shuffled = list(reviews)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ranking_of(shuffled, None, terms) == ranking_of(reviews, None, terms)
