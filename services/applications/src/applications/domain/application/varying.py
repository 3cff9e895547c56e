"""Counts the panel's vote on a variation, by the rules of any decision."""

from dataclasses import dataclass

from applications.domain.application.deciding import Deciding
from applications.domain.commands import DecisionRecord, VariationDecision
from applications.domain.panel.decisions import Decision, variation_refusals, vote_refusals
from applications.domain.panel.panels import Appointment
from applications.domain.states import Command
from chassis.domain import MustWait, Reason, backwards, day_begins, refuse


@dataclass(kw_only=True)
class Varying(Deciding):
    """An accepted application about whose award the panel decides again."""

    def judge_variation(
        self, record: DecisionRecord, event_id: str, key: str, panel: Appointment | None
    ) -> VariationDecision:
        """Quorate and carried, or refused: nothing of the application changes by it."""
        if record.variation is None:
            message = "Name the variation that was decided, in variation."
            refuse([Reason("variation-missing", message)])
        self.may(Command.VARY)
        decision = self._version(record, event_id, key, panel)
        lost = vote_refusals(decision, self._tally(decision, until=decision.recorded_at))
        if lost and panel and panel.ce_time > self.at:
            raise MustWait("panel", decision.panel.panel)
        refuse([*self._variation_record_refusals(decision), *lost])
        return VariationDecision(
            variation=record.variation or "",
            meeting=decision.meeting,
            outcome=decision.outcome,
            awarded_pence=decision.awarded_pence,
            reasons=decision.reasons,
            votes=decision.votes,
            recorded_by=decision.recorded_by,
            recorded_at=decision.recorded_at,
        )

    def _variation_record_refusals(self, decision: Decision) -> list[Reason]:
        at, terms, panel = decision.recorded_at, self.round.terms, decision.panel
        accepted_at, held_at = self.accepted_at or at, day_begins(decision.held_on)
        reasons = [
            *variation_refusals(decision, self.status.awarded_pence or 0),
            *backwards("The decision", at, "the award", accepted_at),
            *backwards("The decision", at, "the day of its meeting", held_at),
        ]
        if panel.authority != terms.authority:
            message = f"{panel.panel} decides for {panel.authority} only."
            reasons.append(Reason("panel-authority", message))
        return reasons
