"""What an award owes: payments are requested, milestones paid and reopened, the award completed."""

from dataclasses import dataclass

from applications.domain.award.ledger import ACCEPTED, Ledger, Milestone, Payment
from applications.domain.milestones import is_payable
from applications.domain.schools import has_closed


@dataclass(kw_only=True)
class Paying(Ledger):
    """An award whose milestones can be paid."""

    def request_payments(self) -> None:
        """Ask for each milestone that became payable.

        No payment with an unmet condition, while the award is not active, or to a closed school.
        """
        around = self.surroundings
        if around is None:
            raise RuntimeError("payments are requested with the award's surroundings only")
        active = around.accepted and self.state == "active"
        active = active and not has_closed(around.lead, around.now)
        accepted = [each.state in ACCEPTED for each in self.milestones]
        for each in self.milestones:
            payable = is_payable(each.number, accepted, unmet=len(around.unmet), active=active)
            if each.state == "accepted" and payable and each.amount_pence:
                each.state = "payable"
                each.payment_request = f"{self.reference}/{each.number}"
                request = each.payment_request
                self._step(
                    "payment.requested", each, payment_request=request, payment_reference=None
                )

    def _complete(self) -> None:
        """Nothing is owed any more: all is paid, and what has no money to it accepted."""
        owed = [
            each
            for each in self.milestones
            if each.state != "paid" and (each.amount_pence or each.state != "accepted")
        ]
        if self.state == "active" and not owed:
            self.state = "completed"
            self._happened("award.completed")

    def _pay(self, entry: Payment, milestone: Milestone) -> None:
        """The entry pays the milestone; the last one completes the award."""
        entry.state, entry.reason, entry.matched = "recorded", None, milestone.number
        milestone.state = "paid"
        self._entry("payment.recorded", entry, paid_on=entry.paid_on)
        self._step("milestone.paid", milestone, payment_reference=entry.payment_reference)
        self._complete()

    def _reopen(self, entry: Payment) -> Milestone:
        """The money came back: the milestone is owed again, and the award is not complete."""
        milestone = self.milestone(entry.matched or entry.milestone)
        milestone.state = "payable" if milestone.payment_request else "accepted"
        if self.state == "completed":
            self.state = "active"
        return milestone

    def _match_again(self, milestone: Milestone) -> None:
        """Another payment of it may have arrived while it counted as paid."""
        wanted = ("unmatched", milestone.number, milestone.amount_pence)
        fitting = [
            each
            for each in self.payments
            if (each.state, each.milestone, each.amount_pence) == wanted
        ]
        for entry in sorted(fitting, key=lambda each: each.payment_reference)[:1]:
            self._pay(entry, milestone)
