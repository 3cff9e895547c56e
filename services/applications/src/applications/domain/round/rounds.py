"""A funding round's terms, and which of them are in force at an instant."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile

from applications.domain.round.deadlines import deadline_refusals
from applications.domain.round.in_time import in_force, in_order
from chassis.domain import Reason, in_words

DEFAULT_KINDS = ("maintained", "academy", "pupil-referral-unit")


@dataclass(frozen=True)
class CategoryTerms:
    """What the round allows in one category."""

    category: str
    most_per_award_pence: int
    ceiling_pence: int | None = None
    least_schools: int = 1


@dataclass(frozen=True)
class Criterion:
    """What reviewers score."""

    code: str
    title: str
    weight: int


@dataclass(frozen=True)
class ReviewTerms:
    """How many independent reviews, of what, and on which scale."""

    least: int
    scale: int
    moderate_spread: int
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Terms:
    """A round as casework announced it."""

    round: str
    authority: str
    title: str
    fund_source: str
    opens_at: datetime
    deadline: datetime
    budget_pence: int
    panel: str
    categories: tuple[CategoryTerms, ...]
    reviews: ReviewTerms
    themes: tuple[str, ...] = ()
    eligible_phases: tuple[str, ...] = ()
    eligible_kinds: tuple[str, ...] = DEFAULT_KINDS
    kinds_told_apart: bool = False  # a round announced before is stored without this field
    partner_authorities: tuple[str, ...] = ()
    offer_days: int | None = None

    def admits(self, kind: str) -> bool:
        """Whether a school of this kind may lead.

        A round announced before the kinds were told apart keeps the wider meaning of "other".
        """
        if not self.kinds_told_apart and kind not in {"maintained", "academy"}:
            kind = "other"
        return kind in self.eligible_kinds

    def category(self, name: str) -> CategoryTerms | None:
        """The category's terms, none where the round does not fund it."""
        return next((each for each in self.categories if each.category == name), None)


@dataclass(frozen=True)
class Closing:
    """A round closed before its deadline, or cancelled."""

    kind: str
    closed_at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Round:
    """The terms in force, and the closing that came after them if one did."""

    terms: Terms
    closing: Closing | None = field(default=None)

    @property
    def state(self) -> str:
        """Open, closed-early or cancelled; the deadline is a date, not a state."""
        return self.closing.kind if self.closing else "open"

    @property
    def last_moment(self) -> datetime:
        """The instant at which, and from which on, a form is late."""
        ends = [self.terms.deadline, *([self.closing.closed_at] if self.closing else [])]
        return min(ends)

    def is_cancelled(self, at: datetime) -> bool:
        """Whether it was cancelled by then."""
        closing = self.closing
        return closing is not None and closing.kind == "cancelled" and at >= closing.closed_at


@dataclass(frozen=True)
class RoundFact:
    """One announcement or closing of a round."""

    ce_time: datetime
    event_id: str
    value: Terms | Closing


@dataclass(frozen=True)
class RoundHistory:
    """Every announcement and closing of one round; at least one announcement."""

    facts: Sequence[RoundFact]

    def at(self, at: datetime) -> Round:
        """The round by the terms in force at an instant, with the closing that followed them."""
        opened = in_force([each for each in self.facts if isinstance(each.value, Terms)], at)
        if opened is None or not isinstance(opened.value, Terms):
            raise LookupError("a round without terms")
        ordered = in_order(self.facts)
        later = [fact.value for fact in ordered[ordered.index(opened) + 1 :]]
        closings = list(takewhile(lambda value: isinstance(value, Closing), later))
        closing = closings[-1] if closings else None
        return Round(opened.value, closing if isinstance(closing, Closing) else None)

    def cancellation(self, submitted_at: datetime) -> Closing | None:
        """The first cancellation after a form was submitted; a round may be announced again."""
        found = [
            fact.value
            for fact in self.facts
            if isinstance(fact.value, Closing)
            and fact.value.kind == "cancelled"
            and fact.value.closed_at > submitted_at
        ]
        return min(found, key=lambda each: each.closed_at, default=None)

    @property
    def categories(self) -> set[str]:
        """Every category that any announcement named."""
        terms = [each.value for each in self.facts if isinstance(each.value, Terms)]
        return {category.category for each in terms for category in each.categories}

    @property
    def latest(self) -> Round:
        """The round with its newest terms."""
        return self.at(max(fact.ce_time for fact in self.facts))


def terms_refusals(terms: Terms) -> list[Reason]:
    """Why a round cannot stand as it was announced."""
    names = [each.category for each in terms.categories]
    reasons = deadline_refusals(terms.deadline)
    if terms.opens_at >= terms.deadline:
        reasons.append(
            Reason(
                "opens-after-deadline",
                f"The round opens on {in_words(terms.opens_at)}, not before its deadline.",
            )
        )
    if len(set(names)) < len(names):
        reasons.append(Reason("category-twice", "Name each category of the round once."))
    return reasons
