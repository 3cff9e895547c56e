"""Suspends an award while one of its schools is missing, and moves its part by novation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from applications.domain.award.paying import Paying
from applications.domain.form.parties import Novation, why_resumed
from applications.domain.form.schools import School
from chassis.domain import Reason, TimerChange, in_full, london_date, refuse

SUSPENSION_OVERDUE = "suspension-overdue"


@dataclass(kw_only=True)
class Moving(Paying):
    """An award whose schools may close, convert and move."""

    def settle_schools(self, novation: Novation | None = None) -> None:
        """Suspend for each school that closed, once; go on where none is missing any more.

        A partner that closed without a successor is a matter of a variation.
        """
        missing = {each.urn: each for each in self._missing()}
        before = self.suspended_for
        if set(missing) == set(before):
            return
        was_running = self.state == self.running
        self.suspended_for = tuple(missing)
        self._suspend_since(min(map(self._missing_since, missing.values()), default=None))
        if not was_running:
            return  # nothing is owed: there is nothing to suspend, or it has ended
        self.state = self.running
        self._tell_suspended(urn for urn in missing if urn not in before)
        if not missing:
            self._happened(
                "award.resumed",
                urn=before[-1],
                reason=why_resumed(novation),
                novated=novation is not None,
            )
            self.request_payments()

    def novate(self, agreed: Novation, schools: Mapping[str, School]) -> None:
        """The unpaid part of a school moves to another; what was paid stays where it was paid."""
        if self.end is not None:
            message = f"{self.reference} has ended, so nothing can move."
            refuse([Reason("not-in-this-state", message)])
        if agreed.from_urn not in self.schools_now:
            named = ", ".join(self.schools_now)
            message = f"from_urn {agreed.from_urn} does not take part. Name one of: {named}."
            refuse([Reason("not-a-party", message)])
        was_lead, open_before = self.lead_school, self._open_requests()
        self.novations = [*self.novations, agreed]
        self._move_share(agreed.from_urn, agreed.successor)
        self._surround(schools)
        told = len(self.events) + 1
        self._happened(
            "award.novated",
            from_urn=agreed.from_urn,
            successor=agreed.successor,
            ground=agreed.ground,
            agreed_at=agreed.agreed_at,
            reason=why_resumed(agreed),
        )
        self.settle_schools(agreed)
        if self.lead_school != was_lead:
            self.request_payments()
            self._ask_again(open_before, told)

    def _surround(self, schools: Mapping[str, School]) -> None:
        """Look at these schools, the lead among them."""
        known = {**self.around.schools, **schools}
        lead = known.get(self.lead_school, self.around.lead)
        self.surroundings = replace(self.around, schools=known, lead=lead)

    def suspension_is_overdue(self, due: datetime) -> None:
        """Nobody acted for long: the clerk is told again."""
        since, days = self.suspended_since, timedelta(days=self.around.hold_days)
        if self.state == "suspended" and since is not None and due >= since + days:
            waits = f"Suspended since {in_full(london_date(since))}"
            self._happened(
                "award.suspension-overdue",
                urn=self.suspended_for[0],
                suspended_since=since,
                reason=f"{waits} for {', '.join(self.suspended_for)}.",
            )

    def _missing(self) -> list[School]:
        known = (self.around.schools.get(urn) for urn in self.schools_now)
        return [
            each
            for each in known
            if each and each.is_closed and (each.urn == self.lead_school or each.successors)
        ]

    def _missing_since(self, school: School) -> datetime:
        return max(self.awarded_at, school.told_at or self.awarded_at)

    def _suspend_since(self, since: datetime | None) -> None:
        if since == self.suspended_since:
            return
        self.suspended_since = since
        overdue = since + timedelta(days=self.around.hold_days) if since else None
        self.timers.append(TimerChange(SUSPENSION_OVERDUE, self.reference, overdue))

    def _tell_suspended(self, urns: Iterable[str]) -> None:
        for urn in urns:
            why = self._why_suspended(self.around.schools[urn])
            self._happened("award.suspended", urn=urn, **why)

    def _why_suspended(self, school: School) -> dict[str, Any]:
        who = f"{school.name} ({school.urn})"
        closed = f" on {in_full(school.close_date)}" if school.close_date else ""
        followed = ", ".join(school.successors or ())
        after = f" Its successor in the register is {followed}." if followed else ""
        return {
            "reason": f"{who} closed{closed}.{after}",
            "successors": list(school.successors or ()),
            "suspended_since": self.suspended_since,
        }

    def _move_share(self, old: str, new: str) -> None:
        """The share goes with the place; a school that takes part already has both shares."""
        shares = {each["urn"]: each["share_pence"] for each in self.partners}
        if old == self.lead_school:
            self.lead_school = new
            self.lead_share_pence += shares.pop(new, 0) or 0
        elif new == self.lead_school:
            self.lead_share_pence += shares.pop(old, 0) or 0
        elif new in shares:
            both = [one for one in (shares.pop(old, None), shares[new]) if one is not None]
            shares[new] = sum(both) if both else None
        else:
            shares = {new if urn == old else urn: pence for urn, pence in shares.items()}
        self.partners = [{"urn": urn, "share_pence": pence} for urn, pence in shares.items()]

    def _open_requests(self) -> set[int]:
        return {each.number for each in self.milestones if each.state == "payable"}

    def _ask_again(self, numbers: set[int], told: int) -> None:
        """What was requested for the former lead and is not paid is requested for the new one."""
        asked = {
            each.data["milestone"]
            for each in self.events[told:]
            if each.name == "payment.requested"
        }
        for each in self.milestones:
            if each.number in numbers - asked and self._is_payable(each):
                self._request(each, self._match(each)[1])
