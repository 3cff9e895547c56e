"""Screens an application beside the others of the same lead, and lets a waiver take effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from applications.domain.application.consenting import Consenting
from applications.domain.application.novating import Novating
from applications.domain.application.reviewing import Reviewing
from applications.domain.form.eligibility import PUT_RIGHT, refusals, waivable
from applications.domain.form.forms import Form
from applications.domain.form.schools import School
from applications.domain.form.supersession import Candidate, superseded_by
from applications.domain.form.waivers import LIVE, Bar, Waiver, lift, that_hold
from applications.domain.round.rounds import Round
from applications.domain.states import Command, State, Then
from chassis.domain import Reason


@dataclass(kw_only=True)
class Living(Reviewing, Consenting, Novating):
    """An application that a rule may bar, and that gives way to a later one of its lead."""

    def screen_again(self, schools: Mapping[str, School], others: Sequence[Self]) -> None:
        """What it was refused for is put right: eligible, unless a rule refuses it still.

        A school that the register lacked was registered, or an officer waived the rule.
        """
        put_right = [each.code for each in self.refusals if each.code in PUT_RIGHT]
        terms = self.history.at(self.form.submitted_at)
        reasons, used = self.barred(terms, schools, others)
        if not put_right or reasons:
            return
        self.schools = {**self.schools, **schools}
        self.refusals = self.lost_partners()
        if not self.refusals:
            self._move(State.RECEIVED)
            self.screen([*others, self], used, corrects=put_right[0])
            self.cancel()
            self.settle_schools()

    def restore(self, others: Sequence[Self]) -> None:
        """Eligible again by a partner's word, unless another of its lead holds an offer."""
        corrects, self.corrected = self.corrected, None
        if corrects is not None:
            self.refusals, used = lift(self._beside(others), self.waivers)
            self.screen([*others, self], used, corrects=corrects)
            self.cancel()
            self.settle_schools()

    def live_again(self, others: Sequence[Self]) -> None:
        """A waiver came for one of several of the same lead: what gave way to it is live again."""
        replaced = _replaced_among([*others, self])
        for each in (*others, self):
            if each.status.state is State.SUPERSEDED and each.reference not in replaced:
                each.revive()
        self._use_for_company([*others, self])

    def revive(self) -> None:
        """Back to its reviews; a decision that it had counts again where the money is there."""
        self._move(State.RECEIVED)
        self._happened("application.submitted", corrects="superseded")
        self._restate_reviews()
        if self.decision and self.decision.status == "stands" and not self.decision.released_at:
            self.decision.status = "void"
            self.reinstate()
        self.cancel()
        self.settle_schools()

    def barred(
        self, terms: Round, schools: Mapping[str, School], others: Sequence[Self]
    ) -> tuple[list[Reason], list[Waiver]]:
        """Every reason that no waiver takes away, and the waivers that took one away."""
        form = self.form
        own = self._beside(others)
        bars = [*waivable(form, terms, schools), *own]
        left, used = lift(bars, self.waivers)
        lifted = {each.reason for each in bars} - set(left)
        reasons = [*refusals(form, terms, schools), *(each.reason for each in own)]
        return [each for each in reasons if each not in lifted], used

    def _beside(self, others: Sequence[Self]) -> list[Bar]:
        """Those of its lead that hold an offer, as what bars it."""
        reasons = [why for each in others if (why := each.bars(self.form))]
        return [Bar(LIVE, why, self.form.planned_end) for why in reasons]

    def give_way_to(self, later: str) -> None:
        """The lead school submitted this later one; an offer or an end is left as it is."""
        if self.lives_by_appeal:
            return
        deferred = self.state is State.RELEASED and self.status.outcome == "deferred"
        if not deferred and self.then(Command.SUPERSEDE) is not Then.GO:
            return
        self._move(State.SUPERSEDED)
        reason = f"{later}, submitted later by the same lead school, took its place."
        self._happened("application.superseded", by=later, reason=reason)

    def bars(self, form: Form) -> Reason | None:
        """Why a later form of the same lead is refused: this application holds an offer."""
        if self.lives_beside:
            return None
        if self.then(Command.SUPERSEDE) is not Then.REFUSE:
            return None
        if self.candidate.rank >= (form.submitted_at, form.form_reference):
            return None
        return Reason(
            "one-live-application",
            f"{self.reference}, of the same lead school, category and round, holds an offer.",
        )

    @property
    def candidate(self) -> Candidate:
        """What decides between this and the others of the same lead."""
        return Candidate(self.form.submitted_at, self.form.form_reference, self.reference)

    @property
    def lives_beside(self) -> Waiver | None:
        """The waiver by which others of the same lead, category and round are live beside it."""
        bar = Bar(LIVE, Reason(LIVE, ""), self.form.planned_end)
        return next((each for each in that_hold(self.waivers) if bar.lifted_by(each)), None)

    def screen(
        self,
        all_of_lead: Sequence[Self],
        used: Sequence[Waiver],
        *,
        corrects: str | None = None,
    ) -> None:
        """Submitted, or ineligible for all its reasons; the latest of the lead replaces others."""
        if self.refusals:
            self._move(State.INELIGIBLE)
            told = [each._asdict() for each in self.refusals]
            return self._happened("application.ineligible", reasons=told)
        self._happened("application.submitted", corrects=corrects)
        self.use(used)
        self._use_for_company(all_of_lead)
        replaced = _replaced_among(all_of_lead)
        for each in all_of_lead:
            if each.reference in replaced:
                each.give_way_to(replaced[each.reference])
        return None

    def _use_for_company(self, all_of_lead: Sequence[Self]) -> None:
        """A waiver of the one live application is used once there is another one."""
        for each in all_of_lead:
            others = (other for other in all_of_lead if other is not each)
            if (waiver := each.lives_beside) and any(other.is_live for other in others):
                each.use([waiver])

    @property
    def is_live(self) -> bool:
        """Whether a later one of the same lead would replace it, or be refused for it."""
        return self.then(Command.SUPERSEDE) is not Then.DONE


def _replaced_among(all_of_lead: Sequence[Living]) -> dict[str, str]:
    """What gives way to which; one with a waiver does neither."""
    return superseded_by(each.candidate for each in all_of_lead if not each.lives_beside)
