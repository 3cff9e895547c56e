"""What we ask of the finance system: a payment for each milestone that became payable."""

from sqlmodel import select

from applications import events
from applications.domain.milestones import is_payable
from applications.domain.schools import has_closed
from applications.domain.states import State
from applications.store import ConditionMetRow, DecisionRow
from applications.use_cases.awardfiles import AwardFile, public_award
from applications.use_cases.facts import find_schools
from chassis import Work


async def request_payments(file: AwardFile, work: Work) -> None:
    """No payment with an unmet condition, while the award is not active, or to a closed school."""
    if "accepted" not in {each.state for each in file.milestones}:
        return
    lead = (await find_schools(work, [file.application.lead_school])).popitem()[1]
    active = file.application.state == State.ACCEPTED and file.row.state == "active"
    unmet = len(await _unmet(file, work))
    accepted = [each.state in {"accepted", "payable", "paid"} for each in file.milestones]
    for milestone in file.milestones:
        payable = is_payable(
            milestone.number,
            accepted,
            unmet=unmet,
            active=active and not has_closed(lead, work.now),
        )
        if milestone.state == "accepted" and payable and milestone.amount_pence:
            milestone.state = "payable"
            milestone.payment_request = f"{file.row.award}/{milestone.number}"
            work.record(
                events.PaymentRequested(
                    **public_award(file),
                    milestone=milestone.number,
                    amount_pence=milestone.amount_pence,
                    payment_request=milestone.payment_request,
                    payment_reference=None,
                )
            )


async def _unmet(file: AwardFile, work: Work) -> set[str]:
    reference = file.row.application
    released = await work.session.exec(
        select(DecisionRow.conditions).where(
            DecisionRow.application == reference,
            DecisionRow.meeting == file.application.meeting,
            DecisionRow.status == "stands",
        )
    )
    met = await work.session.exec(
        select(ConditionMetRow.code).where(ConditionMetRow.application == reference)
    )
    return {condition["code"] for each in released for condition in each} - set(met)
