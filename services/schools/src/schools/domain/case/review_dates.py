"""The review dates of a case, one after another, and which of them went by without a review."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from schools.domain.case.commands import Review


@dataclass(frozen=True)
class ReviewDate:
    """A review date, and when the next review was held; None before there is one."""

    due: date
    held_on: date | None = None

    def is_missed(self, passed: Collection[date], over_on: date | None) -> bool:
        """Whether it went by: a review between the last one and the date satisfies it [default].

        `passed` are the dates that went by while no review was known; `over_on` is the day on
        which the case ended.
        """
        if self.held_on is not None:
            return self.held_on > self.due
        return self.due in passed if over_on is None else self.due < over_on


def review_dates(first: date, reviews: Iterable[Review]) -> list[ReviewDate]:
    """The dates that the opening and each review set, in their order."""
    held = sorted(reviews, key=lambda each: each.held_on)
    dues = [first, *(each.next_review for each in held)]
    helds = [*(each.held_on for each in held), None]
    return [ReviewDate(due, held_on) for due, held_on in zip(dues, helds, strict=True)]


def current_reviews(reviews: Iterable[Review], until: date | None) -> list[Review]:
    """Of each day's reviews, in the order of their records, the last; up to the end of the case."""
    by_day: dict[date, Review] = {}
    for review in reviews:
        if until is None or review.held_on <= until:
            by_day[review.held_on] = review
    return [by_day[day] for day in sorted(by_day)]
