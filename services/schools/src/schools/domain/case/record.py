"""What is known of a case, and the state that follows from it in whatever order it arrived."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from chassis.domain import Aggregate, MustWait, london_date
from schools.domain.case.commands import Closing, Opening, Plan, Review
from schools.domain.case.plan import open_actions, plans_until
from schools.domain.case.review_dates import ReviewDate, current_reviews, review_dates
from schools.domain.case.surroundings import Ending


@dataclass(kw_only=True)
class CaseRecord(Aggregate):
    """Every fact about one case, in the order of their instants; its state follows from them."""

    reference: str
    name: str = ""  # of the school, as the register had it at the last change
    la_code: str = ""
    openings: list[Opening] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    closings: list[Closing] = field(default_factory=list)
    ending: Ending | None = None
    predecessor: str | None = None  # the predecessor's case, where the opening names none
    passed: list[date] = field(default_factory=list)  # review dates that went by, by the timer
    reminded: list[date] = field(default_factory=list)
    announced: list[date] = field(default_factory=list)  # misses, each announced once

    @property
    def opening(self) -> Opening:
        """The opening that holds; everything else about a case waits for it."""
        if not self.openings:
            raise MustWait("case", self.reference)
        return self.openings[-1]

    @property
    def urn(self) -> str:
        """The school."""
        return self.opening.urn

    @property
    def opened_at(self) -> datetime:
        """When it was opened: a correction of the opening does not move it."""
        return min(self.opening.opened_at, self.openings[0].opened_at)

    @property
    def closing(self) -> Closing | None:
        """The latest closing that leaves no action open."""
        return next((each for each in reversed(self.closings) if not self.blocking(each)), None)

    def blocking(self, closing: Closing) -> list[str]:
        """The actions that keep it from closing; none where the school had ended by then."""
        if self.ending and self.ending.on <= london_date(closing.closed_at):
            return []
        return open_actions(self.plans, closing.closed_at)

    @property
    def state(self) -> str:
        """open, closed by an officer, or ended with its school."""
        if self.closing:
            return "closed"
        return "ended" if self.ending else "open"

    @property
    def over_on(self) -> date | None:
        """The day in London on which it was closed or ended."""
        if closing := self.closing:
            return london_date(closing.closed_at)
        return self.ending.on if self.ending else None

    @property
    def held(self) -> list[Review]:
        """Its reviews, each day's latest record."""
        return current_reviews(self.reviews, self.over_on)

    @property
    def dates(self) -> list[ReviewDate]:
        """Its review dates so far."""
        return review_dates(self.opening.review_due, self.held)

    @property
    def missed(self) -> list[ReviewDate]:
        """The review dates that went by without a review."""
        over_on = self.over_on
        return [each for each in self.dates if each.is_missed(self.passed, over_on)]

    @property
    def review_due(self) -> date | None:
        """When the next review is due; None once the case is over."""
        return self.dates[-1].due if self.over_on is None else None

    @property
    def plan_in_force(self) -> Plan | None:
        """The last plan, of a closed case the last one up to its closing."""
        closing = self.closing
        plans = plans_until(self.plans, closing.closed_at if closing else None)
        return plans[-1] if plans else None

    @property
    def previous(self) -> str | None:
        """The case that this one goes on with."""
        return self.opening.previous or self.predecessor

    def public(self) -> dict[str, Any]:
        """The public state that every event of a case carries."""
        opening, closing, ending = self.opening, self.closing, self.ending
        plan, held = self.plan_in_force, self.held
        until = closing.closed_at if closing else None
        outcome = ending.outcome if ending else None
        return {
            "case": self.reference,
            "urn": self.urn,
            "name": self.name,
            "la_code": self.la_code,
            "state": self.state,
            "aim": opening.aim,
            "lead": opening.lead,
            "priorities": list(opening.priorities),
            "previous": self.previous,
            "opened_at": self.opened_at.astimezone(UTC),
            "review_due": self.review_due,
            "rag": held[-1].rag if held else None,
            "reviews": [{name: getattr(each, name) for name in _OF_REVIEW} for each in held],
            "reviews_missed": len(self.missed),
            "objectives": [
                {name: getattr(each, name) for name in _OF_OBJECTIVE}
                for each in (plan.objectives if plan else ())
            ],
            "open_actions": open_actions(self.plans, until),
            "closed_on": self.over_on,
            "outcome": closing.outcome if closing else outcome,
            "successor": ending.successor if ending else None,
        }


_OF_REVIEW = ("held_on", "rag", "next_review")
_OF_OBJECTIVE = ("code", "title", "key_objective", "priority", "rag", "due")
