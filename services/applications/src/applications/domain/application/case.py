"""The state and the money of an application: one method moves both, and the timer with them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from applications.domain.application.status import Status, public_application
from applications.domain.application.taking_part import TakingPart
from applications.domain.commands import ConditionFinding
from applications.domain.form.waivers import Waiver
from applications.domain.money.budget import Budget, freed
from applications.domain.money.double_funding import Funded
from applications.domain.money.ledger import NOTHING, Account, Held, Movement, movements
from applications.domain.money.offers import OfferPolicy
from applications.domain.panel.appeals import Appeal
from applications.domain.panel.arrangements import Assignment, Moderation
from applications.domain.panel.decisions import Decision
from applications.domain.panel.interests import Declaration, Posting
from applications.domain.panel.reviews import Review
from applications.domain.reminding import offer_timer
from applications.domain.round.rounds import Closing, Round, RoundHistory
from applications.domain.states import (
    ENDED,
    HELD_UP,
    HOLDING,
    RETURNING,
    Command,
    State,
    Then,
    may_be_held,
    then,
)
from chassis.domain import MustWait, Reason, TimerChange, london_date, refuse

LAPSE, HOLD_OVERDUE = "offer-lapses", "hold-overdue"
ACCOUNTS = {  # of the round's money, by the states that may hold any
    State.DECIDED: Account.EARMARKED,
    State.RELEASED: Account.RESERVED,
    State.OFFERED: Account.RESERVED,
    State.ACCEPTED: Account.COMMITTED,
}


@dataclass(kw_only=True)
class Case(TakingPart):
    """Everything that bears on one application; `at` is the time of the event at hand."""

    reference: str
    authority: str
    history: RoundHistory
    at: datetime
    offers: OfferPolicy
    refusals: list[Reason] = field(default_factory=list)
    interests: list[Declaration] = field(default_factory=list)
    postings: Sequence[Posting] = ()  # of everybody who scored, voted or sits on the panel
    reviews: list[Review] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    moderations: list[Moderation] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    appeals: list[Appeal] = field(default_factory=list)
    conditions_met: list[ConditionFinding] = field(default_factory=list)
    budget: Budget | None = None  # None where the round is not locked: no money may be taken
    waivers: list[Waiver] = field(default_factory=list)
    beside: Sequence[Funded] = ()  # those that hold money for a school of this one, where it may
    hold_days: int = 60
    booked: Held = NOTHING  # what the ledger says that it holds
    _overtaken: State | None = None  # the state that its end found, for a step before that
    _held_up: bool = False  # whether the step at hand was taken once a school had closed

    @property
    def state(self) -> State:
        """The state that the step at hand finds; on hold, the one that it was held in."""
        return self._overtaken or self.status.standing

    @property
    def ended(self) -> bool:
        """Whether it was withdrawn or cancelled, even if after the step at hand."""
        return self.status.state in ENDED

    @property
    def ended_at(self) -> datetime | None:
        """When it was withdrawn, cancelled with its round, or ended on hold."""
        if self.status.state is State.CANCELLED:
            closed = self.cancellation.closed_at if self.cancellation else None
            return self.status.ended_at or closed
        return self.status.withdrawn_at if self.ended else None

    @property
    def held(self) -> Held:
        """What it holds of the round's money, and in which account."""
        account = ACCOUNTS.get(self.status.standing)
        return Held(self.status.held_pence, account) if account else NOTHING

    def book(self) -> list[Movement]:
        """The ledger's rows for what changed since they were booked last; the saving adds them."""
        accepted = self.status.state is State.ACCEPTED and self.booked.account != self.held.account
        dated = london_date(self.accepted_at) if accepted and self.accepted_at else None
        found = movements(self.booked, self.held, dated)
        self.booked = self.held
        return found

    @property
    def cancellation(self) -> Closing | None:
        """How its round was cancelled after the form was submitted, if it was."""
        return self.history.cancellation(self.form.submitted_at)

    @property
    def round(self) -> Round:
        """The round by the terms in force when the step at hand was taken."""
        return self.history.at(self.at)

    @property
    def decision(self) -> Decision | None:
        """The last decision, by when it was recorded."""
        return max(self.decisions, key=lambda each: each.order, default=None)

    @property
    def settled_at(self) -> datetime | None:
        """When the decision in force was released; a deferral settles nothing."""
        decision = self.decision
        if decision is None or decision.status != "stands" or decision.outcome == "deferred":
            return None
        return decision.released_at

    def public(self) -> dict[str, Any]:
        """The public state that every event of an application carries."""
        status = self.status
        return public_application(
            self.current,
            application=self.reference,
            authority=self.authority,
            state=status.state,
            outcome=status.outcome,
            awarded_pence=status.awarded_pence,
        )

    def may(self, command: Command) -> Then:
        """What this command meets now; raises MustWait or Refused where it cannot go on."""
        outcome = self.then(command)
        if outcome is Then.WAIT:
            raise self._wait()
        if outcome is Then.REFUSE:
            refuse([self.cannot(command)])
        return outcome

    def then(self, command: Command) -> Then:
        """What this command meets now."""
        if self._held_up and command in HELD_UP:
            return then(State.ON_HOLD, command)
        if self.may_return and command in RETURNING:
            return RETURNING[command]
        return then(self.state, command)

    @property
    def may_return(self) -> bool:
        """Whether it is ineligible only because of what its partners said since."""
        return False

    def cannot(self, command: Command) -> Reason:
        """Why a command can never be carried out in this state."""
        if self.status.state is State.CANCELLED and self.status.ended_at is not None:
            message = f"{self.reference} was ended while it was on hold. Ask for a new form."
            return Reason("ended-on-hold", message)
        if self.status.state is State.CANCELLED:
            return Reason("round-cancelled", f"{self.reference} was cancelled with its round.")
        return Reason(
            "not-in-this-state",
            f"{self.reference} is {self.status.state}: it is too late to {command.value}.",
        )

    def _wait(self) -> MustWait:
        return MustWait("application", self.reference)

    def _cover(self, pence: int) -> int:
        """Refuse a sum that the round has no money for; returns the sum. Takes nothing yet."""
        if pence and self.budget is None:
            raise RuntimeError("money is taken under the round's lock only")
        if pence and self.budget:
            self.budget.cover(pence)
        return pence

    def _move(self, to: State, *, hold: int | None = None, **details: Any) -> int:
        """Change state and money together; returns the pence that this frees.

        Only a state that may hold money keeps any: `hold`, or what is held now. What is on hold
        stays so in every state that can be. An offer's timers are set with the offer and
        cancelled with it; on hold its time stands still.
        """
        before, kept = self.status, self.status.held_pence if hold is None else hold
        held = kept if to in HOLDING else 0
        details = {"held_for": before.held_for, **details}
        outcome = details.get("outcome", before.outcome)
        if not details["held_for"] or not may_be_held(to, outcome):
            details |= {"held_from": None, "held_since": None, "held_for": (), "state": to}
        else:
            details |= {"held_from": to, "state": State.ON_HOLD}
        self.status = replace(before, held_pence=held, **details)
        self._set_timers(before)
        return freed(before.held_pence, held)

    def _set_timers(self, before: Status) -> None:
        now = self.status
        if State.OFFERED in {before.state, now.state}:
            due = now.answer_by if now.state is State.OFFERED else None
            self.timers.append(offer_timer(self.reference, self.at, due, self.offers.calendar))
            self.timers.append(TimerChange(LAPSE, self.reference, due))
        if before.held_since != now.held_since:
            since = now.held_since
            overdue = since + timedelta(days=self.hold_days) if since else None
            self.timers.append(TimerChange(HOLD_OVERDUE, self.reference, overdue))

    def _advance(self, to: State, *, hold: int | None = None, **details: Any) -> None:
        """Move on, unless the withdrawal or cancellation that followed has already arrived."""
        if self.ended:
            self._note(**details)
        else:
            self._move(to, hold=hold, **details)

    def _note(self, **details: Any) -> None:
        """Keep facts beside the state; the state and what is held stay."""
        self.status = replace(self.status, **details)
