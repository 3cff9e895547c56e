"""Screens an application anew when a partner refuses, leaves, closes or consents again."""

from dataclasses import dataclass
from datetime import datetime

from applications.domain.application.releasing import Releasing
from applications.domain.form.categories import category_refuses
from applications.domain.states import BEFORE_DECISION, State
from chassis.domain import Reason

PARTNER_LEFT = "partner-left"
OF_PARTNERS = ("too-few-schools", "one-school-only")  # what partners alone may change


@dataclass(kw_only=True)
class Screening(Releasing):
    """An application whose rules about its schools are looked at again."""

    corrected: str | None = None  # the refusal that a partner's word has just taken back

    @property
    def may_return(self) -> bool:
        """Whether it is ineligible only because of what its partners said since."""
        lost = {each.code for each in self.refusals}
        return self.state is State.INELIGIBLE and bool(lost) and lost <= self._of_partners()

    def screen_parties(self) -> None:
        """A rule that fails makes it ineligible, voids an unreleased decision or ends the offer."""
        reasons, state = self.lost_partners(), self.status.standing
        deferred = state is State.RELEASED and self.status.outcome == "deferred"
        if state is State.INELIGIBLE:
            self._refuse_or_restore(reasons)
        elif reasons and state is State.OFFERED:
            self._end_offer()
        elif reasons and (state in {*BEFORE_DECISION, State.DECIDED} or deferred):
            self._void_unreleased()
            self.refusals = reasons
            self._move(State.INELIGIBLE, outcome=None, awarded_pence=None)
            told = [each._asdict() for each in reasons]
            self._happened("application.ineligible", reasons=told)

    def lost_partners(self, at: datetime | None = None) -> list[Reason]:
        """The rules that its schools at that instant fail, and those of its form did not."""
        terms = self.history.at(self.form.submitted_at).terms
        failed, of_partners = category_refuses(self.form_at(at), terms), self._of_partners()
        return [
            Reason(each.code, f"{each.message} Partners that refused, left or closed do not count.")
            for each in failed
            if each.code in of_partners
        ]

    def _of_partners(self) -> set[str]:
        """The rules that its partners may break; not those that its form broke already."""
        terms = self.history.at(self.form.submitted_at).terms
        return set(OF_PARTNERS) - {each.code for each in category_refuses(self.form, terms)}

    def _refuse_or_restore(self, reasons: list[Reason]) -> None:
        """Its refusals as they are now; with none left it is eligible again."""
        changed = self._of_partners()
        taken_back = [each.code for each in self.refusals if each.code in changed]
        self.refusals = [each for each in self.refusals if each.code not in changed] + reasons
        if taken_back and not self.refusals:
            self.corrected = taken_back[0]
            self._move(self._state_by_reviews(self.review_count(None)))

    def _void_unreleased(self) -> None:
        decision = self.decision
        if decision is None or decision.status != "stands" or decision.released_at is not None:
            return
        decision.status = "void"
        self._happened("decision.voided", meeting=decision.meeting, version=self.version(decision))

    def _end_offer(self) -> None:
        freed = self._move(State.LAPSED)
        self._happened(
            "offer.lapsed",
            meeting=self.status.meeting,
            answer_by=self.status.answer_by,
            freed_pence=freed,
            reason=PARTNER_LEFT,
        )
