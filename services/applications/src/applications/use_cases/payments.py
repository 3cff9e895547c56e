"""What we do with the finance system's word: enter it once, match it, take it back."""

from applications import events
from applications.domain.payments import Entry, conflict, mismatch
from applications.messages import PaymentFailure, PaymentMade
from applications.store import MilestoneRow, PaymentRow
from applications.use_cases import ledger
from applications.use_cases.awardfiles import AwardFile, open_award
from applications.use_cases.shared import refuse, value_of
from chassis import Work, wait_for

ACCEPTED = {"accepted", "payable"}


async def record_payment(made: PaymentMade, work: Work) -> None:
    """A fact: it waits only for its award and for its milestone's acceptance."""
    file = await open_award(work, made.award)
    row = await _entry(file, value_of(Entry, made), work)
    if row is not None and row.state in {"recorded", "reversed"}:
        return None
    if row is not None and row.failed_on is not None:
        return ledger.reverse(file, row, made, work)
    milestone, why = _match(file, made)
    if why is not None:
        return _enter_unmatched(file, row, made, why, work)
    if milestone is None or milestone.state not in ACCEPTED:
        raise wait_for("award", made.award)
    return ledger.pay(file, row or _new(file, made, work), milestone, work)


async def record_unmatched_payment(made: PaymentMade, work: Work) -> None:
    """A day went by and its milestone is not accepted: the finance officer should look."""
    file = await open_award(work, made.award)
    row = await _entry(file, value_of(Entry, made), work)
    if row is None:
        why = f"Milestone {made.milestone} of {made.award} was not accepted in time."
        _enter_unmatched(file, row, made, why, work)


async def record_payment_failure(failed: PaymentFailure, work: Work) -> None:
    """Under a reference that was paid it is a reversal, in whichever order the two come."""
    file = await open_award(work, failed.award)
    row = await _entry(file, value_of(Entry, failed), work)
    if row is not None and row.failed_on is not None:
        return
    if row is None:
        row = PaymentRow(
            payment_reference=failed.payment_reference,
            award=failed.award,
            milestone=failed.milestone,
            state="failed",
        )
        _add(file, row, work)
    row.failed_on, row.reason = failed.failed_on, failed.reason
    if row.amount_pence is None:
        work.record(events.PaymentFailed(**ledger.public(file, row), **ledger.failure(row)))
        return
    was_recorded = row.state == "recorded"
    row.state = "reversed"
    reopened = ledger.reopen(file, row) if was_recorded else None
    work.record(events.PaymentReversed(**ledger.public(file, row), **ledger.failure(row)))
    row.matched = None
    if reopened is not None:
        ledger.match_again(file, reopened, work)


async def _entry(file: AwardFile, new: Entry, work: Work) -> PaymentRow | None:
    """What is known under this reference; refuses other content under it."""
    await work.lock(f"payment:{new.payment_reference}")
    row = await work.session.get(PaymentRow, new.payment_reference)
    if row is not None:
        refuse(conflict(value_of(Entry, row.model_dump()), new))
    return row


def _match(file: AwardFile, made: PaymentMade) -> tuple[MilestoneRow | None, str | None]:
    by_request = [each for each in file.milestones if each.payment_request == made.payment_request]
    by_number = [each for each in file.milestones if each.number == made.milestone]
    found = [*(by_request if made.payment_request else []), *by_number]
    if not found:
        return None, f"{made.award} has no milestone {made.milestone}."
    milestone = found[0]
    paid = milestone.state == "paid"
    return milestone, mismatch(made.amount_pence, milestone.amount_pence, already_paid=paid)


def _new(file: AwardFile, made: PaymentMade, work: Work) -> PaymentRow:
    row = PaymentRow(
        payment_reference=made.payment_reference,
        award=made.award,
        milestone=made.milestone,
        state="unmatched",
        amount_pence=made.amount_pence,
        paid_on=made.paid_on,
    )
    _add(file, row, work)
    return row


def _add(file: AwardFile, row: PaymentRow, work: Work) -> None:
    work.session.add(row)
    file.payments.append(row)


def _enter_unmatched(
    file: AwardFile, row: PaymentRow | None, made: PaymentMade, why: str, work: Work
) -> None:
    if row is not None:
        return  # it is unmatched already, and told
    row = _new(file, made, work)
    row.reason = why
    work.record(
        events.PaymentUnmatched(**ledger.public(file, row), paid_on=made.paid_on, reason=why)
    )
