"""What an entry of the ledger does to its award: pay a milestone, and take it back."""

from applications import events
from applications.messages import PaymentMade
from applications.store import MilestoneRow, PaymentRow
from applications.use_cases.awardfiles import AwardFile, public_award
from chassis import Work


def pay(file: AwardFile, row: PaymentRow, milestone: MilestoneRow, work: Work) -> None:
    """The entry pays the milestone; the last one completes the award."""
    row.state, row.reason, row.matched = "recorded", None, milestone.number
    milestone.state = "paid"
    work.record(events.PaymentRecorded(**public(file, row), paid_on=row.paid_on))
    work.record(
        events.MilestonePaid(
            **public_award(file),
            milestone=milestone.number,
            amount_pence=milestone.amount_pence,
            payment_reference=row.payment_reference,
        )
    )
    complete(file, work)


def complete(file: AwardFile, work: Work) -> None:
    """Nothing is owed any more: all is paid, and what has no money to it accepted."""
    owed = [
        each
        for each in file.milestones
        if each.state != "paid" and (each.amount_pence or each.state != "accepted")
    ]
    if file.row.state == "active" and not owed:
        file.row.state = "completed"
        work.record(events.AwardCompleted(**public_award(file)))


def reverse(file: AwardFile, row: PaymentRow, made: PaymentMade, work: Work) -> None:
    """It had failed before we heard that it was made."""
    row.state, row.amount_pence, row.paid_on = "reversed", made.amount_pence, made.paid_on
    work.record(events.PaymentReversed(**public(file, row), **failure(row)))


def reopen(file: AwardFile, row: PaymentRow) -> MilestoneRow:
    """The money came back: the milestone is owed again, and the award is not complete."""
    milestone = file.milestone(row.matched or row.milestone)
    milestone.state = "payable" if milestone.payment_request else "accepted"
    if file.row.state == "completed":
        file.row.state = "active"
    return milestone


def match_again(file: AwardFile, milestone: MilestoneRow, work: Work) -> None:
    """Another payment of it may have come while it counted as paid."""
    fitting = [
        each
        for each in file.payments
        if (each.state, each.milestone, each.amount_pence)
        == ("unmatched", milestone.number, milestone.amount_pence)
    ]
    for row in sorted(fitting, key=lambda each: each.payment_reference)[:1]:
        pay(file, row, milestone, work)


def failure(row: PaymentRow) -> dict[str, object]:
    """When and why it failed."""
    return {"failed_on": row.failed_on, "reason": row.reason}


def public(file: AwardFile, row: PaymentRow) -> dict[str, object]:
    """The entry beside the award as it stands."""
    requests = {each.number: each.payment_request for each in file.milestones}
    number = row.matched or row.milestone
    return {
        **public_award(file),
        "milestone": number,
        "amount_pence": row.amount_pence,
        "payment_request": requests.get(number),
        "payment_reference": row.payment_reference,
    }
