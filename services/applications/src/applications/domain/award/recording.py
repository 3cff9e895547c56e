"""Records what the finance system did: each payment reference once, in any order of arrival."""

from dataclasses import dataclass

from applications.domain.award.ledger import ACCEPTED, Milestone, Payment
from applications.domain.award.paying import Paying
from applications.domain.commands import PaymentFailure, PaymentMade
from applications.domain.payments import Entry, conflict, mismatch
from applications.domain.reasons import MustWait, refuse


@dataclass(kw_only=True)
class Recording(Paying):
    """An award whose payments the finance system reports.

    In each method `known` is what any award has under the payment's reference.
    """

    def record_payment(self, made: PaymentMade, known: Entry | None) -> None:
        """A fact: waits only for its milestone's acceptance."""
        entry = self._known(known, _made(made))
        if entry is not None and entry.state in {"recorded", "reversed"}:
            return
        if entry is not None and entry.failed_on is not None:
            self._reverse(entry, made)
            return
        milestone, why = self._match(made)
        if why is not None:
            if entry is None:
                self._enter_unmatched(made, why)
        elif milestone is None or milestone.state not in ACCEPTED:
            raise MustWait("award", self.reference)
        else:
            self._pay(entry or self._enter(made), milestone)

    def record_unmatched(self, made: PaymentMade, known: Entry | None) -> None:
        """A day passed and its milestone is not accepted: the finance officer should look."""
        if self._known(known, _made(made)) is None:
            why = f"Milestone {made.milestone} of {made.award} was not accepted in time."
            self._enter_unmatched(made, why)

    def record_failure(self, failed: PaymentFailure, known: Entry | None) -> None:
        """Under a reference that was paid it is a reversal, in whichever order the two arrive."""
        entry = self._known(known, _failed(failed)) or self._enter_failure(failed)
        if entry.failed_on is not None:
            return
        entry.failed_on, entry.reason = failed.failed_on, failed.reason
        if entry.amount_pence is None:
            self._entry("payment.failed", entry, failed_on=entry.failed_on, reason=entry.reason)
            return
        was_recorded, entry.state = entry.state == "recorded", "reversed"
        reopened = self._reopen(entry) if was_recorded else None
        self._entry("payment.reversed", entry, failed_on=entry.failed_on, reason=entry.reason)
        entry.matched = None
        if reopened is not None:
            self._match_again(reopened)

    def _known(self, known: Entry | None, new: Entry) -> Payment | None:
        """The entry under this reference; refuses other content under it."""
        if known is not None:
            refuse(conflict(known, new))
        return self.payment(new.payment_reference)

    def _match(self, made: PaymentMade) -> tuple[Milestone | None, str | None]:
        request = made.payment_request
        by_request = [each for each in self.milestones if each.payment_request == request]
        by_number = [each for each in self.milestones if each.number == made.milestone]
        found = [*(by_request if request else []), *by_number]
        if not found:
            return None, f"{made.award} has no milestone {made.milestone}."
        paid = found[0].state == "paid"
        return found[0], mismatch(made.amount_pence, found[0].amount_pence, already_paid=paid)

    def _reverse(self, entry: Payment, made: PaymentMade) -> None:
        """It had failed before this service learned that it was made."""
        entry.state, entry.amount_pence, entry.paid_on = "reversed", made.amount_pence, made.paid_on
        self._entry("payment.reversed", entry, failed_on=entry.failed_on, reason=entry.reason)

    def _enter(self, made: PaymentMade) -> Payment:
        entry = Payment(
            payment_reference=made.payment_reference,
            milestone=made.milestone,
            state="unmatched",
            amount_pence=made.amount_pence,
            paid_on=made.paid_on,
        )
        self.payments.append(entry)
        return entry

    def _enter_failure(self, failed: PaymentFailure) -> Payment:
        reference = failed.payment_reference
        entry = Payment(payment_reference=reference, milestone=failed.milestone, state="failed")
        self.payments.append(entry)
        return entry

    def _enter_unmatched(self, made: PaymentMade, why: str) -> None:
        entry = self._enter(made)
        entry.reason = why
        self._entry("payment.unmatched", entry, paid_on=made.paid_on, reason=why)


def _made(made: PaymentMade) -> Entry:
    return Entry(
        made.payment_reference, made.award, made.milestone, made.amount_pence, made.paid_on
    )


def _failed(failed: PaymentFailure) -> Entry:
    return Entry(
        failed.payment_reference, failed.award, failed.milestone, failed_on=failed.failed_on
    )
