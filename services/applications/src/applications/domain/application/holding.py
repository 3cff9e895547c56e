"""Holds an application while one of its schools has closed, until a novation or an officer acts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from applications.domain.application.screening import Screening
from applications.domain.form.parties import Novation, current_form, why_resumed
from applications.domain.form.schools import School
from applications.domain.states import Command, State, Then, may_be_held, then
from chassis.domain import Reason, in_full, london_date, refuse


@dataclass(kw_only=True)
class Holding(Screening):
    """An application that waits for the successor of a school that closed."""

    def settle_schools(self, novation: Novation | None = None) -> None:
        """Hold for each school that closed, once; go on where none is missing any more.

        A partner that closed without a successor is out, as if it had left.
        """
        self._let_closed_partners_go()
        status = self.status
        if not may_be_held(status.standing, status.outcome):
            return
        missing = {each.urn: each for each in self.present_schools if self._is_missing(each)}
        if set(missing) == set(status.held_for):
            return
        since = min((self._missing_since(each) for each in missing.values()), default=None)
        self._move(status.standing, held_for=tuple(missing), held_since=since)
        for urn, school in missing.items():
            if urn not in status.held_for:
                self._happened("application.held", urn=urn, **self._why_held(school))
        if not missing:
            self._happened(
                "application.resumed",
                urn=status.held_for[-1],
                reason=why_resumed(novation),
                held_since=status.held_since,
                novated=novation is not None,
            )

    def hold_is_overdue(self, due: datetime) -> None:
        """Nobody acted for long: the clerk is told again, once for each hold."""
        status = self.status
        if status.held_since and due >= status.held_since + timedelta(days=self.hold_days):
            self._happened(
                "application.hold-overdue",
                urn=status.held_for[0],
                held_since=status.held_since,
                reason=self._still_missing(),
            )

    def end_on_hold(self, reason: str, ended_at: datetime) -> None:
        """An officer ends it: no successor takes its place. Its money is free."""
        if then(self.status.state, Command.END) is not Then.GO:
            message = f"{self.reference} is {self.status.state}. Only what is on hold is ended so."
            refuse([Reason("not-in-this-state", message)])
        public = self.state is State.OFFERED  # earmarked money would give the decision away
        freed = self._move(State.CANCELLED, ended_at=ended_at, end_reason=reason)
        self._happened(
            "application.cancelled",
            reason=reason,
            cancelled_at=ended_at,
            freed_pence=freed if public else 0,
            on_hold=True,
        )

    def _is_missing(self, school: School) -> bool:
        is_lead = school.urn == self.current.lead_school
        return school.is_closed and (is_lead or bool(school.successors))

    def _missing_since(self, school: School) -> datetime:
        return max(self.form.submitted_at, school.told_at or self.form.submitted_at)

    def _why_held(self, school: School) -> dict[str, Any]:
        who = f"{school.name} ({school.urn})"
        closed = f" on {in_full(school.close_date)}" if school.close_date else ""
        followed = ", ".join(school.successors or ())
        after = f" Its successor in the register is {followed}." if followed else ""
        return {
            "reason": f"{who} closed{closed}.{after}",
            "successors": list(school.successors or ()),
            "held_since": self.status.held_since,
        }

    def _still_missing(self) -> str:
        since = in_full(london_date(self.status.held_since)) if self.status.held_since else ""
        return f"On hold since {since} for {', '.join(self.status.held_for)}."

    def _let_closed_partners_go(self) -> None:
        partners = current_form(self.form, self.novations).partners
        known = (self.schools.get(each.urn) for each in partners)
        closed = sorted(
            each.urn for each in known if each and each.is_closed and not each.successors
        )
        before = self.status.closed_partners
        if tuple(closed) == before:
            return
        self._note(closed_partners=tuple(closed))
        self.screen_parties()
        for urn in closed:
            if urn not in before:
                self._happened("consent.answered", urn=urn, answer="closed")
