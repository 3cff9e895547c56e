"""Records the panel's decision: judges the record, counts the vote, takes the money."""

from dataclasses import dataclass

from applications.domain.application.releasing import Releasing
from applications.domain.commands import DecisionRecord
from applications.domain.form.schools import closed_refusals
from applications.domain.panel.decisions import (
    APPROVALS,
    Decision,
    decision_refusals,
    vote_refusals,
)
from applications.domain.panel.panels import Appointment
from applications.domain.states import ENDED, Command, State
from chassis.domain import MustWait, Reason, Refused, backwards, day_begins, refuse

UNANSWERED = (State.RELEASED, State.OFFERED, State.LAPSED)
REINSTATABLE = (State.READY, *ENDED)


@dataclass(kw_only=True)
class Deciding(Releasing):
    """An application that the panel can decide."""

    def decide(
        self, record: DecisionRecord, event_id: str, key: str, panel: Appointment | None
    ) -> None:
        """Waits for its reviews and its panel; `panel` is the appointment in force, if any."""
        self.find_as_of(record.recorded_at, approves=record.outcome in APPROVALS)
        former = self._released_too_soon(record)
        late = self._comes_late(record, event_id)
        if record.about == "award" and self.appealed_by(record.recorded_at):
            refuse([self.cannot(Command.DECIDE)])
        if not former and not late:
            self._may_decide(record)
        decision = self._version(record, event_id, key, panel)
        self._judge(decision, appointed=panel is not None and panel.ce_time <= self.at)
        if late:
            decision.status = "replaced"
            self.decisions.append(decision)
            return
        self._take_place(decision)
        if former:
            self._release_instead(former, decision)
        self.count_again()  # what was declared after the vote may have arrived already

    def reinstate(self) -> None:
        """A decision that fell for lack of reviews is in force again once they are complete.

        Where its money is gone it stays void until it is decided again.
        """
        decision = self.decision
        if decision is None or decision.status != "void":
            return
        if self.state not in REINSTATABLE and not (decision.on_appeal and self.appeal_may_follow):
            return
        if self._has_fallen(decision):
            return
        try:
            self._put_in_force(decision)
        except Refused:
            return
        self._tell_decided(decision)
        if decision.released_at is not None:
            self._advance(State.RELEASED)
            self._tell(decision)

    def _may_decide(self, record: DecisionRecord) -> None:
        if record.about == "appeal":
            return self._may_hear(record.appealed_meeting)
        self.may(Command.DECIDE)
        settled = self.state is State.RELEASED and self.status.outcome != "deferred"
        if settled or self.appeal_is_open:
            refuse([self.cannot(Command.DECIDE)])
        return None

    def _released_too_soon(self, record: DecisionRecord) -> Decision | None:
        """The decision whose release was meant for this one, its meeting's last word.

        None once the school has answered: the answer holds.
        """
        current = self.decision
        if current is None or current.released_at is None or self.state not in UNANSWERED:
            return None
        of_meeting = (current.meeting, current.about)
        same_meeting = of_meeting == (record.meeting.reference, record.about)
        in_time = current.recorded_at < record.recorded_at < current.released_at
        return current if same_meeting and in_time else None

    def _comes_late(self, record: DecisionRecord, event_id: str) -> bool:
        """Whether a newer decision is on record: then this one is only kept."""
        current = self.decision
        return current is not None and current.order > (record.recorded_at, event_id)

    def _version(
        self, record: DecisionRecord, event_id: str, key: str, panel: Appointment | None
    ) -> Decision:
        if panel is None:
            raise MustWait("panel", self.round.terms.panel)
        return Decision(
            key=key,
            event_id=event_id,
            meeting=record.meeting.reference,
            held_on=record.meeting.held_on,
            outcome=record.outcome,
            awarded_pence=record.awarded_pence,
            reasons=record.reasons,
            conditions=record.conditions,
            votes=record.votes,
            recorded_by=record.recorded_by,
            recorded_at=record.recorded_at,
            ce_time=self.at,
            panel=panel.panel,
            about=record.about,
            appealed_meeting=record.appealed_meeting,
        )

    def _judge(self, decision: Decision, *, appointed: bool) -> None:
        """Refuse a record that is wrong or a vote that does not carry.

        A lost vote waits where the panel was not appointed by then: that appointment may come.
        """
        reasons = self._record_refusals(decision)
        reasons += self._hearing_refusals(decision) if decision.on_appeal else []
        lost = vote_refusals(decision, self._tally(decision, until=decision.recorded_at))
        if lost and not appointed:
            raise MustWait("panel", decision.panel.panel)
        refuse([*reasons, *lost])

    def _record_refusals(self, decision: Decision) -> list[Reason]:
        terms, at, panel = self.round.terms, decision.recorded_at, decision.panel
        category = terms.category(self.form.category)
        max_pence = category.most_per_award_pence if category else 0
        reasons = [
            *decision_refusals(decision, self.form.requested_pence, max_pence),
            *backwards("The decision", at, "the form", self.form.submitted_at),
            *backwards("The decision", at, "the day of its meeting", day_begins(decision.held_on)),
        ]
        if panel.authority != terms.authority:
            reasons.append(
                Reason("panel-authority", f"{panel.panel} decides for {panel.authority} only.")
            )
        if decision.approves:
            reasons += closed_refusals(self.present_schools, at)
        if self.round.is_cancelled(at):
            reasons.append(
                Reason("round-cancelled", "The round had been cancelled when it was decided.")
            )
        return reasons

    def _take_place(self, decision: Decision) -> None:
        replaced = self.decision
        self._put_in_force(decision)
        if replaced and replaced is not self.declined:  # an appeal leaves it in force until then
            replaced.status = "replaced"  # a void one too: only a decision in force can be void
        self.decisions.append(decision)
        self._tell_decided(decision)
        if decision.on_appeal and not self.ended:
            self.cancel()  # its round may have been cancelled after this was decided

    def _tell_decided(self, decision: Decision) -> None:
        """Publish that the panel decided; neither outcome nor pence before the release."""
        self._happened(
            "application.decided", meeting=decision.meeting, version=self.version(decision)
        )
