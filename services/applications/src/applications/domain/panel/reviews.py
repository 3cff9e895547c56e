"""Reviews: which of them count, who may see them, and how far apart they are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from applications.domain.round.rounds import ReviewTerms
from chassis.domain import Reason


@dataclass(frozen=True)
class Score:
    """One criterion's score."""

    criterion: str
    score: int
    justification: str = ""


@dataclass(frozen=True)
class Review:
    """One person's scores; `ce_time` says which panel appointment judges it."""

    reviewer: str
    recorded_at: datetime
    scores: tuple[Score, ...]
    own_interest: str | None = None  # the reviewer's own school, as the panel listed it then
    key: str = ""
    ce_time: datetime | None = None


def score_refusals(scores: Sequence[Score], terms: ReviewTerms) -> list[Reason]:
    """Each criterion of the round once, each score within the scale."""
    wanted = [criterion.code for criterion in terms.criteria]
    named = [each.criterion for each in scores]
    reasons = []
    if sorted(named) != sorted(wanted):
        reasons.append(
            Reason("criteria", f"Score each of the round's criteria once: {', '.join(wanted)}.")
        )
    beyond = [each.criterion for each in scores if not 0 <= each.score <= terms.scale]
    if beyond:
        reasons.append(
            Reason(
                "score-beyond-scale", f"Scores run from 0 to {terms.scale}: {', '.join(beyond)}."
            )
        )
    return reasons


def counted(
    reviews: Iterable[Review],
    interests: Collection[str],
    assigned: Collection[str] | None = None,
) -> list[Review]:
    """The latest of each person without an interest; of those assigned, where anybody was."""
    latest = {
        review.reviewer: review for review in sorted(reviews, key=lambda each: each.recorded_at)
    }
    return [review for review in latest.values() if exclusion(review, interests, assigned) is None]


def exclusion(
    review: Review, interests: Collection[str], assigned: Collection[str] | None
) -> str | None:
    """Why a review is stored and left out; None where it counts."""
    if review.own_interest is not None:
        return review.own_interest
    if review.reviewer in interests:
        return "interest"
    if assigned is not None and review.reviewer not in assigned:
        return "not assigned"
    return None


def shown_to(
    viewer: str | None, reviews: Iterable[Review], interests: Collection[str], *, all_in: bool
) -> list[Review]:
    """The reviews that a person may see; None is an officer, who sees them all.

    Whoever has an interest sees none, not even their own. Anybody else sees their own, and the
    others' once all are in.
    """
    if viewer is None:
        return list(reviews)
    if viewer in interests:
        return []
    seen = [each for each in reviews if all_in or each.reviewer == viewer]
    own = any(each.own_interest is not None for each in seen if each.reviewer == viewer)
    return [] if own else seen


def apart(reviews: Iterable[Review], criterion: str) -> int:
    """How far the highest score of a criterion is from the lowest."""
    scores = [
        each.score for review in reviews for each in review.scores if each.criterion == criterion
    ]
    return max(scores) - min(scores) if scores else 0
