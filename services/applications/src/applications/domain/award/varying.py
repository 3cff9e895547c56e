"""Varies an award: its milestones, dates and shares, within what the panel approved."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from applications.domain.award.ledger import ACCEPTED, Milestone
from applications.domain.award.paying import Paying
from applications.domain.commands import VariationAgreed, VariationDecision
from applications.domain.money.offers import offered_milestones
from applications.domain.money.variations import (
    Approved,
    approval_refusals,
    beyond_officer,
    needs_panel,
    plan_refusals,
    share_refusals,
    shares_after,
)
from applications.domain.reminding import MILESTONE, milestone_timer, settled
from chassis.domain import Calendar, MustWait, Reason, backwards, is_known, refuse


@dataclass(kw_only=True)
class Varying(Paying):
    """An award whose plan can change; each method says whether this is news."""

    def vary(self, sent: VariationAgreed, calendar: Calendar) -> bool:
        """The one that was agreed last holds; one agreed before that is only kept."""
        refuse(backwards("The variation", sent.agreed_at, "the award", self.awarded_at))
        kept = [each for each in self.variations if each.variation == sent.variation]
        thing = f"The variation {sent.variation} of {self.reference}"
        if is_known(kept, sent, lambda each: each.agreed_at, thing):
            return False
        newest = all(each.order < sent.order for each in self.variations)
        self._must_have_come(sent)
        if newest:
            self._judge_variation(sent)
        self.variations.append(sent)
        if newest:
            self._apply(sent, calendar)
        return True

    def decide_variation(self, decided: VariationDecision) -> bool:
        """Kept, and confidential until the variation is agreed; of several the latest holds."""
        kept = [each for each in self.variation_decisions if _about(each) == _about(decided)]
        thing = f"What {decided.meeting} decided about {decided.variation} of {self.reference}"
        if is_known(kept, decided, lambda each: each.recorded_at, thing):
            return False
        self.variation_decisions.append(decided)
        return True

    @property
    def approved(self) -> Approved:
        """What the panel last approved: the award as offered, or a variation that it decided."""
        by_panel = [each for each in self.variations if each.meeting]
        if last := max(by_panel, key=lambda each: each.order, default=None):
            pence = {each.number: each.amount_pence for each in last.milestones}
            return Approved(pence, last.planned_end)
        offered = offered_milestones(self.form, self.awarded_pence)
        pence = {each["number"]: each["amount_pence"] for each in offered}
        return Approved(pence, self.form.planned_end)

    def _must_have_come(self, sent: VariationAgreed) -> None:
        """Waits for the variation whose place it takes, and for the panel's decision it names."""
        known = {each.variation for each in self.variations}
        if sent.replaces and sent.replaces not in known:
            raise MustWait("award", self.reference)
        if sent.meeting and self._decision_on(sent) is None:
            raise MustWait("award", self.reference)

    def _judge_variation(self, sent: VariationAgreed) -> None:
        lead = self.lead_school
        refuse(
            [
                *self._after_end(sent),
                *plan_refusals(sent, self.form.planned_start, self.awarded_pence),
                *self._changes_accepted(sent),
                *share_refusals(sent, lead, self.partners),
            ]
        )
        if decision := self._decision_on(sent):
            decided_at = decision.recorded_at
            refuse(backwards("The variation", sent.agreed_at, "the decision", decided_at))
            refuse(approval_refusals(sent, decision))
        elif changes := beyond_officer(sent, self.approved):
            refuse([needs_panel(changes)])

    def _decision_on(self, sent: VariationAgreed) -> VariationDecision | None:
        about = (sent.variation, sent.meeting)
        found = [each for each in self.variation_decisions if _about(each) == about]
        return max(found, key=lambda each: each.recorded_at, default=None)

    def _after_end(self, sent: VariationAgreed) -> Iterator[Reason]:
        if self.end is not None and self.end.ended_at <= sent.agreed_at:
            message = f"{self.reference} had ended by then, so nothing of it can be varied."
            yield Reason("award-ended", message)

    def _changes_accepted(self, sent: VariationAgreed) -> Iterator[Reason]:
        """What is accepted or paid stays as it is."""
        sent_as = {each.number: asdict(each) for each in sent.milestones}
        for each in self.milestones:
            now = {name: getattr(each, name) for name in ("number", "title", "due", "amount_pence")}
            if each.state in ACCEPTED and sent_as.get(each.number) != now:
                message = f"Milestone {each.number} was accepted: send it unchanged."
                yield Reason("milestone-accepted", message)

    def _apply(self, sent: VariationAgreed, calendar: Calendar) -> None:
        self._replan(sent, calendar)
        shares = shares_after(sent, self.lead_school, self.partners)
        self.lead_share_pence, self.partners = shares.lead_pence, shares.partners
        self.planned_end = sent.planned_end
        if self.end is None:  # else it holds what was paid, and no more
            self.committed_pence = sent.sum_pence
        if self.state == "completed" and self._owes():
            self.state = self.running
        self._happened(
            "award.varied",
            variation=sent.variation,
            reason=sent.reason,
            meeting=sent.meeting,
            replaces=sent.replaces,
            agreed_at=sent.agreed_at,
        )
        self.request_payments()
        self._complete()

    def _replan(self, sent: VariationAgreed, calendar: Calendar) -> None:
        """Milestones that the variation does not name any more are dropped."""
        kept = {each.number: each for each in self.milestones}
        named = [each.number for each in sent.milestones]
        self.timers += [
            settled(MILESTONE, f"{self.reference}/{number}") for number in kept.keys() - set(named)
        ]
        new = {each.number: Milestone(**asdict(each)) for each in sent.milestones}
        self.milestones = [(new | kept)[number] for number in named]
        for milestone, planned in zip(self.milestones, sent.milestones, strict=True):
            milestone.title, milestone.due = planned.title, planned.due
            milestone.amount_pence = planned.amount_pence
            if milestone.state not in ACCEPTED and self.end is None:
                number, start = milestone.number, sent.agreed_at
                timer = milestone_timer(self.reference, number, planned.due, start, calendar)
                self.timers.append(timer)

    def _owes(self) -> bool:
        return any(each.amount_pence and each.state != "paid" for each in self.milestones)


def _about(decision: VariationDecision) -> tuple[str, str]:
    return (decision.variation, decision.meeting)
