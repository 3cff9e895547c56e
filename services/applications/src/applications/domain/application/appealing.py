"""Takes an appeal against a released decline, and tells what became of it at its release."""

from dataclasses import dataclass
from datetime import datetime

from applications.domain.application.waiving import Waiving
from applications.domain.commands import AppealForm
from applications.domain.panel.appeals import (
    UPHELD,
    Appeal,
    appeal_by,
    hearing_refusals,
    late_refusals,
    outcome_of,
)
from applications.domain.panel.decisions import Decision
from applications.domain.states import Command, State
from chassis.domain import Reason, Refused, backwards, refuse


@dataclass(kw_only=True)
class Appealing(Waiving):
    """An application whose decline can be appealed."""

    def appeal(self, sent: AppealForm) -> None:
        """Waits for the release that it is against; one appeal for each meeting."""
        appeal = Appeal(sent.meeting, sent.grounds, sent.received_at)
        known = self._appeal_against(sent.meeting)
        if appeal == known:
            return
        declined = self._released_decline(sent.meeting)
        released_at = declined.released_at or sent.received_at
        of = "the release of the decision"
        refuse(backwards("The appeal", sent.received_at, of, released_at))
        until = declined.appeal_by or self._set_appeal_by(declined)  # unset by earlier versions
        refuse(late_refusals(sent.received_at, until))
        if known is None:
            self.appeals.append(appeal)
            self._happened("appeal.received", meeting=sent.meeting, received_at=sent.received_at)
        elif appeal.received_at < known.received_at:
            self.appeals[self.appeals.index(known)] = appeal  # it only arrived later
        else:
            message = f"The decision of {sent.meeting} has been appealed already."
            refuse([Reason("already-appealed", message)])

    @property
    def declined(self) -> Decision | None:
        """The decline that was released and is in force, even while an appeal is decided."""
        released = [
            each
            for each in self.decisions
            if each.released_at and each.status == "stands" and not each.on_appeal
        ]
        last = max(released, key=lambda each: each.order, default=None)
        return last if last and last.outcome == "declined" else None

    @property
    def appeal_is_open(self) -> bool:
        """Whether an appeal was received and no released decision has ended it."""
        return bool(self.declined and self._appeal_against(self.declined.meeting)) and (
            self._may_still_be_heard()
        )

    @property
    def appeal_may_follow(self) -> bool:
        """Whether it is declined and an appeal may yet be received or decided."""
        declined = self.state is State.RELEASED and self.status.outcome == "declined"
        return declined and self._may_still_be_heard()

    @property
    def lives_by_appeal(self) -> bool:
        """Whether an appeal is open or has restored it: a later form does not replace it."""
        upheld = any(each.on_appeal and each.status == "stands" for each in self.decisions)
        return upheld or self.appeal_is_open

    def appealed_by(self, at: datetime) -> list[Appeal]:
        """The appeals against what had been released by then, whenever they came."""
        released = {
            each.meeting
            for each in self.decisions
            if each.released_at and each.released_at <= at and each.status != "void"
        }
        return [each for each in self.appeals if each.meeting in released]

    def _may_still_be_heard(self) -> bool:
        ended = [
            each
            for each in self.decisions
            if each.on_appeal and each.released_at and each.status == "stands"
        ]
        return all(each.unfunded for each in ended)

    def _may_hear(self, meeting: str | None) -> None:
        """Waits for the appeal; refused once a released decision has ended it."""
        self._must_be_declined(Command.HEAR)
        if self._appeal_against(meeting) is None:
            raise self._wait()
        if not self._may_still_be_heard():
            message = f"The appeal against the decision of {meeting} has been decided."
            refuse([Reason("appeal-decided", message)])

    def _hearing_refusals(self, decision: Decision) -> list[Reason]:
        """Why this decision on an appeal is refused, apart from its vote and its money."""
        meeting = decision.appealed_meeting
        appeal = self._appeal_against(meeting)
        if appeal is None:
            raise self._wait()
        first = [each for each in self.decisions if each.meeting == meeting and not each.on_appeal]
        return [
            *hearing_refusals(decision, first),
            *backwards("The decision", decision.recorded_at, "the appeal", appeal.received_at),
        ]

    def _tell_hearing(self, decision: Decision) -> None:
        """Publish what became of the appeal; unless it is upheld with money, it stays declined."""
        outcome = outcome_of(decision)
        if outcome == UPHELD:
            for each in self.decisions:
                if each is self.declined:
                    each.status = "replaced"
        elif decision is self.decision:
            told = {"outcome": "declined", "awarded_pence": 0}
            self._move(State.RELEASED, hold=0, withdrawn_at=None, **told)
        self._happened(
            "appeal.decided",
            meeting=decision.appealed_meeting,
            outcome=outcome,
            decided_at_meeting=decision.meeting,
            version=1 + sum(each.recorded_at < decision.recorded_at for each in self.decisions),
            reasons=decision.reasons,
            released_at=decision.released_at,
        )

    def _was_unfunded(self, decision: Decision, released_at: datetime) -> bool:
        """Whether another decision on the appeal followed this release, and so it was unfunded."""
        replaced = decision.on_appeal and decision.approves and decision.status == "replaced"
        last = self.decision
        return replaced and last is not None and released_at < last.recorded_at

    def _decline_again(self, decision: Decision) -> None:
        """The decision on an appeal is void: the decline is in force again, the appeal open."""
        for each in self.decisions:
            if each.meeting == decision.appealed_meeting and each.released_at:
                each.status = "stands"
        back = {"outcome": "declined", "awarded_pence": 0, "meeting": None, "answer_by": None}
        if self.ended:
            self._note(**back)
        else:
            self._move(State.RELEASED, hold=0, **back)

    def _set_appeal_by(self, decision: Decision) -> datetime:
        """Until when the decline may be appealed, as its applicant is told."""
        policy, released_at = self.offers, decision.released_at or self.at
        until = appeal_by(released_at, policy.appeal_days, policy.calendar)
        if isinstance(until, Reason):
            raise Refused([until])
        decision.appeal_by = until
        return until

    def _released_decline(self, meeting: str) -> Decision:
        """The decline that an appeal is against; waits for its release."""
        declined = self._must_be_declined(Command.APPEAL)
        if declined.meeting != meeting:
            message = f"The application was declined by the decision of {declined.meeting}."
            refuse([Reason("other-meeting", message)])
        if not self._may_still_be_heard():
            refuse([self.cannot(Command.APPEAL)])
        return declined

    def _must_be_declined(self, command: Command) -> Decision:
        """The decline in force; waits for its release."""
        declined = self.declined
        if declined is None or self.state not in {State.RELEASED, State.DECIDED}:
            self.may(command)
            raise self._wait()
        return declined

    def _appeal_against(self, meeting: str | None) -> Appeal | None:
        return next((each for each in self.appeals if each.meeting == meeting), None)
