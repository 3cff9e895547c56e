"""Releases a decision to the applicant, and makes the offer where the panel approved."""

from dataclasses import asdict, dataclass
from datetime import datetime

from applications.domain.application.counting import Counting
from applications.domain.commands import ReleaseRecord
from applications.domain.form.schools import closed_refusals
from applications.domain.money.offers import answer_by, offered_milestones
from applications.domain.panel.decisions import Decision, vote_refusals
from applications.domain.panel.separation_of_duties import release_refusals
from applications.domain.states import Command, State, Then, then
from chassis.domain import Reason, Refused, backwards, refuse


@dataclass(kw_only=True)
class Releasing(Counting):
    """An application whose decision can be released."""

    def release(self, release: ReleaseRecord) -> None:
        """Waits for the decision of its meeting; a recorder or voter may not release."""
        self.find_as_of(release.released_at, approves=False)  # by its decision, below
        decision = self._decision_of(release)
        self._must_be_somebody_else(release.released_by, release.released_at)
        followed = decision.recorded_at
        refuse(backwards("The release", release.released_at, "the decision", followed))
        if decision.released_at is not None:
            return
        self._may_award(decision, release.released_at)
        later_one_is_out = decision is not self.decision and self.settled_at is not None
        decision.released_at = release.released_at
        self._tally(decision)
        if decision.status == "void":
            self._reinstate_at_release(decision)
        decision.released_by = release.released_by
        decision.authorised_under = release.authorised_under
        if later_one_is_out:
            return  # a deferral, and the decision that followed it is released: that one holds
        if decision is self.decision:
            self._advance(State.RELEASED)
        self._tell(decision)
        self._flag_late_interests()
        self._restate_reviews()  # an interest from the release on takes none out

    def _may_award(self, decision: Decision, released_at: datetime) -> None:
        """Waits for a school that has closed; refuses what may not be funded at its release."""
        decision.unfunded |= self._was_unfunded(decision, released_at)
        if not decision.funds:
            return
        if self.held_at(released_at):
            raise self._wait()
        refuse(closed_refusals(self.present_schools, released_at))
        if not self.ended:
            self._must_not_be_double(released=True)

    def find_as_of(self, at: datetime, *, approves: bool = True) -> None:
        """Find what the withdrawal or cancellation found, for a step taken before it.

        What takes no money is not held up by a school that has closed.
        """
        if self.ended_at and at < self.ended_at:
            self._overtaken = self._before_end()
        self._held_up = approves and self.held_at(at)

    def _before_end(self) -> State:
        decision = self.decision
        if decision and decision.on_appeal and decision.status == "void":
            return State.RELEASED
        if decision is None or decision.status != "stands":
            return self._state_by_reviews(self.review_count(self.settled_at))
        if decision.released_at is None:
            return State.DECIDED
        return State.OFFERED if decision.funds else State.RELEASED

    def _release_instead(self, former: Decision, decision: Decision) -> None:
        """Move the release to the meeting's later word, which arrived after it."""
        decision.released_at, former.released_at = former.released_at, None
        decision.released_by, former.released_by = former.released_by, None
        decision.authorised_under, former.authorised_under = former.authorised_under, None
        former.flagged = False
        if decision.released_by and decision.released_at:
            self._must_be_somebody_else(decision.released_by, decision.released_at)
        self._advance(State.RELEASED)
        self._note(meeting=None, answer_by=None)
        self._tell(decision)

    def _must_be_somebody_else(self, releaser: str, released_at: datetime) -> None:
        """Whoever recorded or voted on any version before the release may not release."""
        versions = [each for each in self.decisions if each.recorded_at <= released_at]
        voters = {vote.person for version in versions for vote in version.votes}
        refuse(release_refusals(releaser, {each.recorded_by for each in versions}, voters))

    def _decision_of(self, release: ReleaseRecord) -> Decision:
        of_meeting = [each for each in self.decisions if each.meeting == release.meeting]
        decision = max(of_meeting, key=lambda each: each.order, default=None)
        if decision is None:
            last = self.settled_at
            done = self.may(Command.RELEASE) is Then.DONE and not self.appeal_may_follow
            if done and last and release.released_at >= last:
                refuse([self.cannot(Command.RELEASE)])
            raise self._wait()
        if decision.released_at is None and then(self.state, Command.RELEASE) is Then.REFUSE:
            refuse([self.cannot(Command.RELEASE)])
        left_open = decision.status == "replaced" and decision.outcome == "deferred"
        left_open |= self._was_unfunded(decision, release.released_at)
        waiting = decision.released_at is None and not left_open
        if decision is not self.decision and waiting:
            refuse([Reason("decision-replaced", "A later decision replaced it: release that one.")])
        return decision

    def _reinstate_at_release(self, decision: Decision) -> None:
        """What made it void may have been declared only after the release: then it is too late."""
        if vote_refusals(decision, self._tally(decision)):
            refuse(
                [
                    Reason(
                        "decision-void",
                        f"An interest took the vote of {decision.meeting} its quorum or its "
                        "majority. Decide the application again before releasing it.",
                    )
                ]
            )
        if self._lacks_reviews(decision):
            raise self._wait()  # as the decision itself would
        self._put_in_force(decision)

    def _put_in_force(self, decision: Decision) -> None:
        """Decided: the decision takes its money, unless the application has ended."""
        held = 0 if self.ended else self._money_for(decision)
        decision.status = "stands"
        self._advance(State.DECIDED, hold=held)

    def _money_for(self, decision: Decision) -> int:
        """What an approval takes; on appeal it is kept even where the round has no money for it."""
        decision.unfunded = False
        if decision.approves:
            self._must_not_be_double()
        try:
            return self._cover(decision.approved_pence)
        except Refused:
            decision.unfunded = decision.on_appeal
            if not decision.unfunded:
                raise
            return 0

    def _tell(self, decision: Decision) -> None:
        """Publish the decision, and make the offer where the panel approved."""
        if decision.on_appeal and not decision.funds:
            return self._tell_hearing(decision)  # it stays declined, as it was told
        told = {"outcome": decision.outcome, "awarded_pence": decision.approved_pence}
        if decision.outcome == "declined":  # it was over before it was withdrawn or cancelled
            self._move(State.RELEASED, hold=0, withdrawn_at=None, **told)
            self._set_appeal_by(decision)
        else:
            self._note(**told)
        if decision.on_appeal:
            self._tell_hearing(decision)
        self._happened(
            "decision.released",
            meeting=decision.meeting,
            version=self.version(decision),
            reasons=decision.reasons,
            conditions=[asdict(each) for each in decision.conditions],
            authorised_under=decision.authorised_under,
            released_at=decision.released_at,
            appeal_by=decision.appeal_by,
        )
        if decision.approves and decision.released_at:
            self._offer(decision, decision.released_at)
        return None

    def _offer(self, decision: Decision, released_at: datetime) -> None:
        """Open until the last working day is over; what has ended has nothing to answer.

        Refused where the known bank holidays end before the offer would.
        """
        until = self._open_until(released_at)
        self._advance(State.OFFERED, meeting=decision.meeting, answer_by=until)
        if not self.ended:
            self._happened(
                "offer.made",
                meeting=decision.meeting,
                answer_by=until,
                reasons=decision.reasons,
                conditions=[asdict(each) for each in decision.conditions],
                milestones=offered_milestones(self.form, decision.approved_pence),
            )

    def _open_until(self, start: datetime) -> datetime:
        """The end of an offer's time; a school that took another's place has all of it."""
        start = max((start, *(each.agreed_at for each in self.novations)))
        days = self.round.terms.offer_days or self.offers.default_days
        until = answer_by(start, days, self.offers.calendar)
        if isinstance(until, Reason):
            raise Refused([until])
        return until
