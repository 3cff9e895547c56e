"""What we do with the finance system's word: enter it once, match it, take it back."""

from applications import events
from applications.domain.payments import Entry, conflict, mismatch
from applications.messages import PaymentFailure, PaymentMade
from applications.store import MilestoneRow, PaymentRow
from applications.use_cases.awardfiles import AwardFile, open_award, public_award
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
        return _reverse(file, row, made, work)
    milestone, why = _match(file, made)
    if why is not None:
        return _enter_unmatched(file, row, made, why, work)
    if milestone is None or milestone.state not in ACCEPTED:
        raise wait_for("award", made.award)
    return _pay(file, row or _new(file, made, work), made, milestone, work)


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
        work.record(events.PaymentFailed(**_public(file, row), **_failure(row)))
        return
    was_recorded = row.state == "recorded"
    row.state = "reversed"
    if was_recorded:
        _reopen(file, row.milestone)
    work.record(events.PaymentReversed(**_public(file, row), **_failure(row)))


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
    work.record(events.PaymentUnmatched(**_public(file, row), paid_on=made.paid_on, reason=why))


def _pay(
    file: AwardFile, row: PaymentRow, made: PaymentMade, milestone: MilestoneRow, work: Work
) -> None:
    row.state, row.reason, row.milestone = "recorded", None, milestone.number
    milestone.state = "paid"
    completes = all(each.state == "paid" for each in file.milestones)
    work.record(events.PaymentRecorded(**_public(file, row), paid_on=made.paid_on))
    work.record(
        events.MilestonePaid(
            **public_award(file),
            milestone=milestone.number,
            amount_pence=milestone.amount_pence,
            payment_reference=row.payment_reference,
        )
    )
    if completes:
        file.row.state = "completed"
        work.record(events.AwardCompleted(**public_award(file)))


def _reverse(file: AwardFile, row: PaymentRow, made: PaymentMade, work: Work) -> None:
    """It had failed before we heard that it was made."""
    row.state, row.amount_pence, row.paid_on = "reversed", made.amount_pence, made.paid_on
    work.record(events.PaymentReversed(**_public(file, row), **_failure(row)))


def _reopen(file: AwardFile, number: int) -> None:
    """The money came back: the milestone is owed again, and the award is not complete."""
    milestone = file.milestones[number - 1]
    milestone.state = "payable" if milestone.payment_request else "accepted"
    if file.row.state == "completed":
        file.row.state = "active"


def _failure(row: PaymentRow) -> dict[str, object]:
    return {"failed_on": row.failed_on, "reason": row.reason}


def _public(file: AwardFile, row: PaymentRow) -> dict[str, object]:
    requests = {each.number: each.payment_request for each in file.milestones}
    return {
        **public_award(file),
        "milestone": row.milestone,
        "amount_pence": row.amount_pence,
        "payment_request": requests.get(row.milestone),
        "payment_reference": row.payment_reference,
    }
