"""What an application's reviews come to: which count, who is missing, how far apart they are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from applications.domain.panel.arrangements import Assignment, Moderation
from applications.domain.panel.ranking import ranking_of
from applications.domain.panel.reviews import Review, apart, counted
from applications.domain.round.rounds import ReviewTerms


@dataclass(frozen=True)
class ReviewCount:
    """How many reviews count, and what they show.

    `complete` says that the round's least number is there; `missing` are those who were asked,
    may score and have not.
    """

    reviews: int
    spread: int
    complete: bool
    moderation_needed: bool
    reviewers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ranking: int | None = None

    @property
    def all_in(self) -> bool:
        """Whether every review is in: from then on reviewers may see each other's scores."""
        return self.complete and not self.missing

    @property
    def ready(self) -> bool:
        """Whether the panel may have it."""
        return self.all_in and not self.moderation_needed


def count_reviews(
    reviews: Iterable[Review],
    interests: Collection[str],
    terms: ReviewTerms,
    assignment: Assignment | None = None,
    moderation: Moderation | None = None,
) -> ReviewCount:
    """How many count, who is missing, and whether the spread still asks for moderation."""
    these = counted(reviews, interests, assignment.reviewers if assignment else None)
    spread = max((apart(these, criterion.code) for criterion in terms.criteria), default=0)
    agreed = moderation if moderation and covers(moderation, these, interests) else None
    return ReviewCount(
        reviews=len(these),
        spread=spread,
        complete=len(these) >= terms.least,
        moderation_needed=spread > terms.moderate_spread and agreed is None,
        reviewers=tuple(sorted(each.reviewer for each in these)),
        missing=_missing(assignment, these, interests),
        ranking=ranking_of(these, agreed.scores if agreed else None, terms),
    )


def covers(moderation: Moderation, reviews: Sequence[Review], interests: Collection[str]) -> bool:
    """Whether it was agreed after all reviews that count, under somebody without an interest."""
    later = any(each.recorded_at > moderation.moderated_at for each in reviews)
    return bool(reviews) and not later and moderation.moderated_by not in interests


def _missing(
    assignment: Assignment | None, these: Sequence[Review], interests: Collection[str]
) -> tuple[str, ...]:
    """Who was asked and may score; a reviewer whose own school it is scored, and is not asked."""
    scored = {each.reviewer for each in these}
    asked = dict.fromkeys(assignment.reviewers) if assignment else {}
    return tuple(each for each in asked if each not in scored and each not in interests)
