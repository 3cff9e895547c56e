"""Reviews: which of them count, when all are in, and how far apart they are."""

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


@dataclass(frozen=True)
class ReviewCount:
    """How many reviews count, and what they show."""

    reviews: int
    spread: int
    complete: bool
    moderation_needed: bool


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


def counted(reviews: Iterable[Review], interests: Collection[str]) -> list[Review]:
    """The latest of each person without an interest."""
    latest = {
        review.reviewer: review for review in sorted(reviews, key=lambda each: each.recorded_at)
    }
    return [
        review
        for review in latest.values()
        if review.reviewer not in interests and review.own_interest is None
    ]


def count_reviews(
    reviews: Iterable[Review], interests: Collection[str], terms: ReviewTerms
) -> ReviewCount:
    """How many count, how far apart they are, and whether that asks for moderation."""
    these = counted(reviews, interests)
    spread = max((_apart(these, criterion.code) for criterion in terms.criteria), default=0)
    return ReviewCount(
        reviews=len(these),
        spread=spread,
        complete=len(these) >= terms.least,
        moderation_needed=spread > terms.moderate_spread,
    )


def _apart(reviews: Iterable[Review], criterion: str) -> int:
    scores = [
        each.score for review in reviews for each in review.scores if each.criterion == criterion
    ]
    return max(scores) - min(scores) if scores else 0
