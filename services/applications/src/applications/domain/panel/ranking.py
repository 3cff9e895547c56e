"""The ranking: what an application's scores come to, in exact arithmetic."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from applications.domain.panel.reviews import Review, Score
from applications.domain.round.rounds import ReviewTerms

MOST = 100  # hundredths


def ranking_of(
    reviews: Sequence[Review], moderated: Sequence[Score] | None, terms: ReviewTerms
) -> int | None:
    """Hundredths of the most that can be scored, rounded half to even; None without a score.

    The sum of weight x mean score, or the moderated score where there is one, divided by
    scale x sum of weights.
    """
    scored = _agreed(moderated) if moderated is not None else _means(reviews)
    most = terms.scale * sum(each.weight for each in terms.criteria)
    if not scored or not most:
        return None
    reached = sum(each.weight * scored.get(each.code, Fraction(0)) for each in terms.criteria)
    return round(MOST * Fraction(reached) / most)


def in_words(hundredths: int | None) -> str | None:
    """The ranking with its two decimals, such as 0.72."""
    return None if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02}"


def _agreed(scores: Sequence[Score]) -> Mapping[str, Fraction]:
    return {each.criterion: Fraction(each.score) for each in scores}


def _means(reviews: Sequence[Review]) -> Mapping[str, Fraction]:
    given: dict[str, list[int]] = {}
    for each in (score for review in reviews for score in review.scores):
        given.setdefault(each.criterion, []).append(each.score)
    return {code: Fraction(sum(scores), len(scores)) for code, scores in given.items()}
