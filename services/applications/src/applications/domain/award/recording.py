"""Records what the finance system did: each payment reference once, in any order of arrival."""

from dataclasses import dataclass
from datetime import datetime

from applications.domain.award.ledger import ACCEPTED, Milestone, Payment
from applications.domain.award.moving import Moving
from applications.domain.commands import PaymentFailure, PaymentMade
from applications.domain.money.payments import (
    Entry,
    beyond_milestone,
    conflict,
    no_such_milestone,
    not_accepted,
)
from applications.domain.money.recoveries import award_ended
from chassis.domain import MustWait, Reason, refuse


@dataclass(kw_only=True)
class Recording(Moving):
    """An award whose payments the finance system reports.

    In each method `known` is what any award has under the payment's reference, and `told_at` the
    time of the event that told it.
    """

    def record_payment(self, made: PaymentMade, known: Entry | None, told_at: datetime) -> None:
        """A fact: waits only for its milestone's acceptance, unless it can never pay it."""
        if self._is_known(made, known, told_at):
            return
        entry = _entry_of(made, told_at)
        milestone = self.milestone_of(entry)
        if milestone is None:
            self._enter_unmatched(entry, no_such_milestone(self.reference, made.milestone))
        elif milestone.state in ACCEPTED:
            self._enter(entry, milestone)
        elif self.end is not None:
            self._enter_unmatched(entry, award_ended(milestone.number))
        elif made.amount_pence > milestone.amount_pence:
            left, pence = milestone.amount_pence, made.amount_pence
            self._enter_unmatched(entry, beyond_milestone(milestone.number, pence, left))
        else:
            raise MustWait("award", self.reference)

    def record_unmatched(self, made: PaymentMade, known: Entry | None, told_at: datetime) -> None:
        """A day passed and its milestone is not accepted: the finance officer should look."""
        if not self._is_known(made, known, told_at):
            self._enter_unmatched(_entry_of(made, told_at), not_accepted(made.milestone))

    def record_failure(self, failed: PaymentFailure, known: Entry | None) -> None:
        """Under a reference that was paid it is a reversal, in whichever order the two arrive.

        A new request follows, under a new number, for what is left to pay.
        """
        entry = self._known(known, _failed(failed)) or self._enter_failure(failed)
        if entry.failed_on is not None:
            return
        milestone = self.milestone_of(entry)
        entry.failed_on, entry.reason = failed.failed_on, failed.reason
        if entry.amount_pence is None:
            self._entry("payment.failed", entry, failed_on=entry.failed_on, reason=entry.reason)
        else:
            self._come_back(entry, milestone)
        if milestone is not None:
            self._settle(milestone)

    def _is_known(self, made: PaymentMade, known: Entry | None, told_at: datetime) -> bool:
        """Whether its reference is in the ledger; one that failed before becomes a reversal."""
        entry = self._known(known, _made(made))
        if entry is None:
            return False
        if entry.amount_pence is None:
            self._reverse(entry, made)
        entry.told_at = min(entry.told_at or told_at, told_at)
        if (milestone := self.milestone_of(entry)) is not None:
            self._settle(milestone)
        return True

    def _known(self, known: Entry | None, new: Entry) -> Payment | None:
        """The entry under this reference; refuses other content under it."""
        if known is not None:
            refuse(conflict(known, new))
        return self.payment(new.payment_reference)

    def _come_back(self, entry: Payment, milestone: Milestone | None) -> None:
        """The money came back: what it had paid is owed again."""
        was_recorded = entry.state == "recorded"
        entry.state, entry.matched, entry.warnings = "reversed", None, []
        if milestone is not None and was_recorded:
            self._move(milestone, milestone.amount_pence)
        self._entry("payment.reversed", entry, failed_on=entry.failed_on, reason=entry.reason)

    def _reverse(self, entry: Payment, made: PaymentMade) -> None:
        """It had failed before this service learned that it was made."""
        entry.state, entry.amount_pence, entry.paid_on = "reversed", made.amount_pence, made.paid_on
        entry.payment_request = made.payment_request
        self._entry("payment.reversed", entry, failed_on=entry.failed_on, reason=entry.reason)

    def _enter(self, entry: Payment, milestone: Milestone) -> None:
        """Match it; told at once where it pays nothing, for `unmatched` is how it begins."""
        self.payments.append(entry)
        self._settle(milestone)
        if entry.state == "unmatched":
            self._tell(entry)

    def _enter_unmatched(self, entry: Payment, why: Reason) -> None:
        entry.reason, entry.warnings = why.message, [why]
        self.payments.append(entry)
        self._tell(entry)

    def _enter_failure(self, failed: PaymentFailure) -> Payment:
        reference = failed.payment_reference
        entry = Payment(payment_reference=reference, milestone=failed.milestone, state="failed")
        self.payments.append(entry)
        return entry


def _entry_of(made: PaymentMade, told_at: datetime) -> Payment:
    return Payment(
        payment_reference=made.payment_reference,
        milestone=made.milestone,
        payment_request=made.payment_request,
        state="unmatched",
        amount_pence=made.amount_pence,
        paid_on=made.paid_on,
        told_at=told_at,
    )


def _made(made: PaymentMade) -> Entry:
    return Entry(
        made.payment_reference, made.award, made.milestone, made.amount_pence, made.paid_on
    )


def _failed(failed: PaymentFailure) -> Entry:
    return Entry(
        failed.payment_reference, failed.award, failed.milestone, failed_on=failed.failed_on
    )
