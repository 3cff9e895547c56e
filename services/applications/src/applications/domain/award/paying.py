"""What an award owes: which payments pay a milestone, what is requested, when all is paid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from applications.domain.award.ledger import ACCEPTED, Ledger, Milestone, Payment, Surroundings
from applications.domain.form.schools import has_closed
from applications.domain.money.milestones import is_payable
from applications.domain.money.payments import beyond_milestone, fitting, payment_warnings
from applications.domain.money.recoveries import award_ended
from chassis.domain import Reason, day_begins


@dataclass(kw_only=True)
class Paying(Ledger):
    """An award whose milestones can be paid."""

    @property
    def around(self) -> Surroundings:
        """What surrounds the award, which is loaded wherever money may move."""
        if self.surroundings is None:
            raise RuntimeError("payments are requested with the award's surroundings only")
        return self.surroundings

    @property
    def running(self) -> str:
        """Its state while money is owed: suspended while one of its schools is missing."""
        return "suspended" if self.suspended_for else "active"

    def _tell_suspended(self, urns: Iterable[str]) -> None:
        """Publish that it is suspended for these schools."""
        raise NotImplementedError

    def request_payments(self) -> None:
        """Ask for what is left to pay of each milestone that became payable.

        No payment with an unmet condition, while the award is not active, or to a closed school.
        """
        for each in self.milestones:
            self._settle(each)

    def _settle(self, milestone: Milestone) -> None:
        """Match an accepted milestone's payments, and ask for what they leave to pay."""
        if milestone.state not in ACCEPTED:
            return
        payable, was_paid = self._is_payable(milestone), milestone.state == "paid"
        asks = was_paid
        if payable or self._was_payable(milestone):
            failures = sum(each.failed_on is not None for each in self.entries_of(milestone))
            request = self.request(milestone.number, failures)
            asks |= request != milestone.payment_request
            milestone.payment_request = request
        changed, left = self._match(milestone)
        asks &= payable and left > 0
        self._move(milestone, left)
        for entry in changed:
            self._tell(entry)
        if milestone.state == "paid" and not was_paid:
            last = [each for each in self.entries_of(milestone) if each.matched][-1]
            self._step("milestone.paid", milestone, payment_reference=last.payment_reference)
            self._complete()
        if asks:
            self._request(milestone, left)

    def _is_payable(self, milestone: Milestone) -> bool:
        around = self.around
        active = around.accepted and self.state in {"active", "completed"}
        active = active and not has_closed(around.lead, around.now)
        accepted = [each.state in ACCEPTED for each in self.milestones]
        presented = self.findings_due is None or bool(self.findings)
        payable = is_payable(
            milestone.number, accepted, unmet=around.unmet, active=active, presented=presented
        )
        return payable and milestone.amount_pence > 0

    def _was_payable(self, milestone: Milestone) -> bool:
        """Whether an ended award would have asked for it: it was accepted before the end."""
        if self.end is None:
            return False
        before = {
            each.number
            for each in self.assessments
            if each.accepted and each.assessed_at < self.end.ended_at
        }
        accepted = [each.number in before for each in self.milestones]
        unmet, presented = self.around.unmet, self.findings_due is None or bool(self.findings)
        number = milestone.number
        payable = is_payable(number, accepted, unmet=unmet, active=True, presented=presented)
        return payable and milestone.amount_pence > 0

    def _match(self, milestone: Milestone) -> tuple[list[Payment], int]:
        """The entries whose state this changed, and the pence that are left to pay."""
        made = [each for each in self.entries_of(milestone) if each.was_made]
        fits = self._fits(made, milestone)
        left, changed = milestone.amount_pence, []
        for entry, pays in zip(made, fits, strict=True):
            before, pence = entry.state, entry.amount_pence or 0
            warnings = self._warnings(entry, milestone)
            if pays:
                entry.state, entry.reason, entry.matched = "recorded", None, milestone.number
                left -= pence
            else:
                why = self._why_unmatched(milestone, pence, left)
                entry.state, entry.reason, entry.matched = "unmatched", why.message, None
                warnings.insert(0, why)
            entry.warnings = warnings
            if entry.state != before:
                changed.append(entry)
        return changed, left

    def _fits(self, made: list[Payment], milestone: Milestone) -> list[bool]:
        """Which entries pay the milestone together."""
        if self.end is not None:
            return self._fits_after_the_end(made, milestone, self.end.ended_at)
        return fitting((each.amount_pence or 0 for each in made), milestone.amount_pence)

    def _fits_after_the_end(
        self, made: list[Payment], milestone: Milestone, ended_at: datetime
    ) -> list[bool]:
        """Those that finance told before the end, whenever they arrive.

        One that arrives later takes of the round again what the end had freed, where that is left.
        """
        room = self.around.room_pence - (self.paid_pence - self.committed_pence)
        left, fits = milestone.amount_pence, []
        for each in made:
            pence = each.amount_pence or 0
            takes = 0 if each.state == "recorded" else pence
            early = each.told_at is None or each.told_at < ended_at
            fits.append(early and pence <= left and takes <= room)
            left, room = (left - pence, room - takes) if fits[-1] else (left, room)
        return fits

    def _why_unmatched(self, milestone: Milestone, pence: int, left: int) -> Reason:
        if self.end is not None:
            return award_ended(milestone.number)
        return beyond_milestone(milestone.number, pence, left)

    def _warnings(self, entry: Payment, milestone: Milestone) -> list[Reason]:
        if entry.paid_on is None:
            return []
        return payment_warnings(
            entry.paid_on,
            requested=milestone.payment_request is not None,
            conditions=self.around.conditions,
            closed=self._had_closed(self.lead_on(entry.paid_on), entry.paid_on),
        )

    def _had_closed(self, urn: str, day: date) -> bool:
        around = self.around
        school = around.lead if around.lead.urn == urn else around.schools.get(urn)
        return school is not None and has_closed(school, day_begins(day))

    def _move(self, milestone: Milestone, left: int) -> None:
        """Paid once nothing is left; owed again where something is, and the award with it."""
        if milestone.amount_pence and not left:
            milestone.state = "paid"
            return
        milestone.state = "payable" if milestone.payment_request else "accepted"
        if milestone.amount_pence and self.state == "completed":
            self.state = self.running
            self._tell_suspended(self.suspended_for)

    def _tell(self, entry: Payment) -> None:
        if entry.state == "recorded":
            self._entry("payment.recorded", entry, paid_on=entry.paid_on)
        else:
            self._entry("payment.unmatched", entry, paid_on=entry.paid_on, reason=entry.reason)

    def _request(self, milestone: Milestone, left: int) -> None:
        self._happened(
            "payment.requested",
            milestone=milestone.number,
            amount_pence=left,
            payment_request=milestone.payment_request,
            payment_reference=None,
        )

    def _complete(self) -> None:
        """Nothing is owed any more: all is paid, and what has no money to it accepted."""
        owed = [
            each
            for each in self.milestones
            if each.state != "paid" and (each.amount_pence or each.state != "accepted")
        ]
        if self.state == self.running and not owed:
            self.state = "completed"
            self._happened("award.completed")
