"""Reviews: which of them count, when all are in, and how far apart they are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from applications.domain.reasons import Reason
from applications.domain.rounds import ReviewTerms


@dataclass(frozen=True)
class Review:
    """One person's scores by criterion."""

    reviewer: str
    recorded_at: datetime
    scores: Mapping[str, int]
    own_interest: str | None = None  # the reviewer's own schools, as the panel listed them then


@dataclass(frozen=True)
class Standing:
    """Where the reviews of one application stand."""

    reviews: int
    spread: int
    complete: bool
    moderation_needed: bool


def score_refusals(scores: Sequence[tuple[str, int]], terms: ReviewTerms) -> list[Reason]:
    """Each criterion of the round once, each score within the scale."""
    wanted = [criterion.code for criterion in terms.criteria]
    named = [code for code, _ in scores]
    reasons = []
    if sorted(named) != sorted(wanted):
        reasons.append(
            Reason("criteria", f"Score each of the round's criteria once: {', '.join(wanted)}.")
        )
    beyond = [code for code, score in scores if not 0 <= score <= terms.scale]
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


def standing(reviews: Iterable[Review], interests: Collection[str], terms: ReviewTerms) -> Standing:
    """How many count, how far apart they are, and whether that asks for moderation."""
    these = counted(reviews, interests)
    spread = max((_apart(these, criterion.code) for criterion in terms.criteria), default=0)
    return Standing(
        reviews=len(these),
        spread=spread,
        complete=len(these) >= terms.least,
        moderation_needed=spread > terms.moderate_spread,
    )


def _apart(reviews: Iterable[Review], criterion: str) -> int:
    scores = [review.scores[criterion] for review in reviews if criterion in review.scores]
    return max(scores) - min(scores) if scores else 0
