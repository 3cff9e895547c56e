"""The case as an aggregate: opened, planned, reviewed, closed, or ended with its school."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chassis.domain import Reason, is_known, london_date, refuse
from schools.domain.case.commands import Closing, Opening, Plan, Review
from schools.domain.case.following import Following
from schools.domain.case.refusals import (
    opening_refusals,
    other_open_cases,
    review_refusals,
    set_aside,
)
from schools.domain.case.surroundings import Surroundings, ending_of
from schools.domain.latest import add
from schools.domain.waiting import WaitsFor


@dataclass(kw_only=True)
class Case(Following):
    """One case; every change of what is known about it is one of its methods."""

    def open(
        self,
        opening: Opening,
        around: Surroundings,
        others: Iterable[str] = (),
        predecessor: str | None = None,
    ) -> None:
        """Refused for a school that had closed before; a second open case only warns.

        `others` are the open cases of the same school, `predecessor` the case of the school that
        it replaced.
        """
        if is_known(self.openings, opening, lambda each: each.opened_at, "The opening"):
            return
        refuse(opening_refusals(opening, around.school))
        before, corrected = self._standing(), bool(self.openings)
        add(self.openings, opening, lambda each: each.opened_at)
        if self.opening is opening:
            self._see(around)
            self.follow(predecessor)
            warnings = [each._asdict() for each in other_open_cases(opening.urn, others)]
            tell = opening.tell_school
            self._happened("case.opened", tell_school=tell, corrected=corrected, warnings=warnings)
            self.ending = self.ending or ending_of(around.school, london_date(around.now))
        self._settle(around, before)

    def follow(self, predecessor: str | None) -> None:
        """Name the case of the school that this one replaced; its opening may name one itself."""
        self.predecessor = predecessor or self.predecessor

    def plan(self, plan: Plan, around: Surroundings) -> None:
        """The last plan holds; one recorded after the closing changes nothing.

        An older plan that arrives late may show that an action was open: then the case is open
        until a plan recorded up to the closing says otherwise.
        """
        before, public = self._standing(), self.public()
        if is_known(self.plans, plan, lambda each: each.recorded_at, "The plan"):
            return
        add(self.plans, plan, lambda each: each.recorded_at)
        self._see(around)
        if self.plan_in_force is plan or self.public() != public:
            self._happened("case.planned", warnings=[each._asdict() for each in self._reopened()])
        self._settle(around, before)

    def review(self, review: Review, around: Surroundings) -> None:
        """Of each day's reviews the last record holds; one dated before the opening waits."""
        self._began_by(review.held_on)
        refuse(review_refusals(review))
        before = self._standing()
        same_day = [each for each in self.reviews if each.held_on == review.held_on]
        if is_known(same_day, review, lambda each: each.recorded_at, "The record of the review"):
            return
        add(self.reviews, review, lambda each: (each.recorded_at, each.held_on))
        self._see(around)
        if all(each.recorded_at < review.recorded_at for each in same_day):
            self._happened(
                "case.reviewed",
                held_on=review.held_on,
                next_review=review.next_review,
                tell_school=review.tell_school,
            )
        self._settle(around, before)

    def close(self, closing: Closing, around: Surroundings) -> None:
        """Waits while the plan recorded up to it has an open action: a later one may be coming."""
        self._began_by(london_date(closing.closed_at))
        if is_known(self.closings, closing, lambda each: each.closed_at, "The closing"):
            return
        if actions := self.blocking(closing):
            named = [f"action:{self.reference}/{code}" for code in actions]
            raise WaitsFor("case", self.reference, named)
        before = self._standing()
        add(self.closings, closing, lambda each: each.closed_at)
        self._see(around)
        self._settle(around, before)

    def _began_by(self, day: date) -> None:
        """An earlier opening may be on its way; a case cannot be reviewed before it was opened."""
        if day < london_date(self.opened_at):
            raise WaitsFor("case", self.reference, [f"opening:{self.reference}/{day}"])

    def _reopened(self) -> list[Reason]:
        """Warns where this plan shows that an action was open when the case was closed."""
        if self.state != "open" or not self.closings:
            return []
        return [set_aside(self.reference, self.blocking(self.closings[-1]))]
