"""An offer's end: the school accepts or declines it, or nobody answers in time."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from applications.domain.application.screening import Screening
from applications.domain.commands import ConditionFinding, OfferAnswer
from applications.domain.form.schools import School, why_not_open
from applications.domain.form.waivers import CLOSING, Bar, Waiver, lift
from applications.domain.money.offers import answer_refusals
from applications.domain.panel.decisions import Decision
from applications.domain.reminding import CONDITION, condition_timer, settled
from applications.domain.states import Command, State, Then, then
from chassis.domain import Reason, Refused, backwards, refuse


@dataclass(kw_only=True)
class Offering(Screening):
    """An application that may hold an offer."""

    def answer(self, answer: OfferAnswer) -> bool:
        """Judged by its own time, even after the lapse or its end; True where it accepts."""
        self.find_as_of(answer.answered_at)
        self._not_declined_by_the_panel(Command.ANSWER, answer.meeting)
        answered = self.may(Command.ANSWER) is Then.DONE
        until = self._must_be_of_this_offer(answer)
        refuse(answer_refusals(answer.answered_at, until))
        if answered and not self._reconsiders(answer):
            self._answered_before(answer)
            return False
        if answer.answer == "accepted":
            self._accept(answer)
            return True
        freed = self._move(State.DECLINED, withdrawn_at=None)
        self._happened("offer.declined", **self._answered(answer), freed_pence=freed)
        return False

    def lapse(self, due: datetime) -> None:
        """Nobody answered: the money is free. A timer of an older offer changes nothing."""
        if then(self.status.state, Command.LAPSE) is not Then.GO or self.status.answer_by != due:
            return
        freed = self._move(State.LAPSED)
        self._happened(
            "offer.lapsed",
            meeting=self.status.meeting,
            answer_by=due,
            freed_pence=freed,
            reason=None,
        )

    def meet_condition(self, found: ConditionFinding) -> None:
        """Waits for the release; refuses a condition that no released decision set."""
        self._not_declined_by_the_panel(Command.MEET)
        self.may(Command.MEET)
        first = min(each.recorded_at for each in self._setting(found.code))
        set_by = "the decision that set the condition"
        refuse(backwards("The finding", found.found_at, set_by, first))
        if found.code not in {each.code for each in self.conditions_met}:
            self.conditions_met.append(found)
            self._condition_met(found.code)

    def _condition_met(self, code: str) -> None:
        own = [each for one in self._setting(code) for each in one.conditions if each.code == code]
        self._happened("condition.met", **asdict(own[-1]), working_days_late=None)
        self.timers.append(settled(CONDITION, f"{self.reference}/{code}"))

    def _set_condition_timers(self, accepted_at: datetime) -> None:
        met = {each.code for each in self.conditions_met}
        unmet = (
            [each for each in self.decision.conditions if each.code not in met]
            if self.decision
            else []
        )
        self.timers.extend(
            condition_timer(self.reference, each, accepted_at, self.offers.calendar)
            for each in unmet
        )

    def _not_declined_by_the_panel(self, command: Command, meeting: str | None = None) -> None:
        """Waits where an appeal may restore it; refuses what follows the decline itself."""
        if self.state is not State.RELEASED or self.status.outcome != "declined":
            return
        known = {each.meeting for each in self.decisions}
        waits = self.appeal_is_open if meeting is None else meeting not in known
        if waits and self.appeal_may_follow:
            raise self._wait()
        refuse([self.cannot(command)])

    def _must_be_of_this_offer(self, answer: OfferAnswer) -> datetime:
        """Until when this offer is open; refuses an answer to another one."""
        until, at = self.status.answer_by, answer.answered_at
        if self.status.meeting != answer.meeting or until is None:
            message = f"The offer is from the meeting {self.status.meeting}."
            raise Refused([Reason("other-meeting", message)])
        released_at = self.settled_at or at
        refuse(backwards("The answer", at, "the release of the decision", released_at))
        return until

    def _reconsiders(self, answer: OfferAnswer) -> bool:
        """Of two answers in time the acceptance holds: no answer undoes an award."""
        return self.state is State.DECLINED and answer.answer == "accepted"

    def _answered_before(self, answer: OfferAnswer) -> None:
        if self.state is State.DECLINED or answer.answer == "accepted":
            return
        if self.accepted_at and answer.answered_at >= self.accepted_at:
            message = "The offer was accepted, and an acceptance cannot be taken back."
            refuse([Reason("already-answered", message)])

    def _accept(self, answer: OfferAnswer) -> None:
        at = answer.answered_at
        refuse(_partner_left(self.lost_partners(at)))
        took_part = self.form_at(at).schools
        used = self._must_be_open([self.schools[u] for u in took_part if u in self.schools], at)
        awarded = self.status.awarded_pence or 0
        if not self.status.held_pence:  # a lapse, a withdrawal or an earlier answer freed it
            self._cover(awarded)
            self._must_not_be_double()
        self._move(State.ACCEPTED, hold=awarded, withdrawn_at=None)
        self.accepted_at = answer.answered_at
        self._happened("offer.accepted", **self._answered(answer))
        self.use(used)
        self._set_condition_timers(answer.answered_at)

    def _must_be_open(self, schools: Sequence[School], at: datetime) -> list[Waiver]:
        """Refuse a school that is not open; the waivers that let one pass that is to close."""
        shut = {each.urn: why_not_open(each, at) for each in schools}
        found = [(urn, why) for urn, why in shut.items() if why]
        refuse(why for _, why in found if why.code != "school-closing")
        last_day = self.form.planned_end
        reasons, used = lift(
            [Bar(CLOSING, why, last_day, (urn,)) for urn, why in found], self.waivers
        )
        refuse(reasons)
        return used

    def _answered(self, answer: OfferAnswer) -> dict[str, Any]:
        return {
            "meeting": answer.meeting,
            "answer_by": self.status.answer_by,
            "answered_at": answer.answered_at,
        }

    def _setting(self, code: str) -> list[Decision]:
        """The released decisions that set this condition."""
        released = [each for each in self.decisions if each.released_at and each.status == "stands"]
        setting = [each for each in released if code in {own.code for own in each.conditions}]
        if not setting:
            given = ", ".join(own.code for each in released for own in each.conditions) or "none"
            message = f"The conditions of {self.reference} are: {given}."
            refuse([Reason("no-such-condition", message)])
        return setting


def _partner_left(lost: list[Reason]) -> list[Reason]:
    """Why an offer cannot be accepted once a partner that the fund needs has left."""
    return [Reason("partner-left", each.message) for each in lost]
