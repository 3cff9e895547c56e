"""What we do with milestones: take evidence in, assess it, notice what is overdue."""

from datetime import datetime

from sqlmodel import select

from applications import events
from applications.domain.duties import assessment_refusals
from applications.domain.milestones import Assessment, evidence_state
from applications.domain.moments import backwards
from applications.messages import MilestoneAssessment, MilestoneDue, MilestoneEvidence
from applications.store import AssessmentRow, DecisionRow, EvidenceRow, MilestoneRow, ReviewRow
from applications.use_cases.awardfiles import AwardFile, open_award, public_award
from applications.use_cases.ledger import complete
from applications.use_cases.paying import request_payments
from applications.use_cases.shared import event_of, refuse
from chassis import Work, wait_for


async def evidence_milestone(sent: MilestoneEvidence, work: Work) -> None:
    """Kept always; once a milestone is accepted further evidence changes nothing."""
    file = await open_award(work, sent.award)
    milestone = file.milestone(sent.milestone)
    refuse(backwards("The evidence", sent.submitted_at, "the award", file.row.awarded_at))
    work.session.add(
        EvidenceRow(
            key=event_of(work).key,
            award=sent.award,
            number=sent.milestone,
            submitted_at=sent.submitted_at,
            spend_pence=sent.spend_pence,
            evidence=sent.evidence,
        )
    )
    if await _restate(milestone, work) and milestone.state == "evidenced":
        work.record(
            events.MilestoneEvidenced(
                **public_award(file),
                milestone=milestone.number,
                amount_pence=milestone.amount_pence,
                submitted_at=sent.submitted_at,
                spend_pence=sent.spend_pence,
            )
        )


async def assess_milestone(found: MilestoneAssessment, work: Work) -> None:
    """Waits for the evidence that it assesses; whoever voted or scored does not assess."""
    evidenced_at = found.evidence_submitted_at
    refuse(backwards("The assessment", found.assessed_at, "the evidence", evidenced_at))
    file = await open_award(work, found.award)
    milestone = file.milestone(found.milestone)
    if found.evidence_submitted_at not in await _evidence(milestone, work):
        raise wait_for("award", found.award)
    refuse(assessment_refusals(found.assessed_by, *await _voters_and_scorers(file, work)))
    work.session.add(
        AssessmentRow(
            key=event_of(work).key,
            award=found.award,
            number=found.milestone,
            evidence_submitted_at=found.evidence_submitted_at,
            accepted=found.result == "accepted",
            assessed_by=found.assessed_by,
            assessed_at=found.assessed_at,
            note=found.note,
        )
    )
    if not await _restate(milestone, work) or milestone.state not in _ASSESSED:
        return
    work.record(
        _ASSESSED[milestone.state](
            **public_award(file),
            milestone=milestone.number,
            amount_pence=milestone.amount_pence,
            assessed_at=found.assessed_at,
        )
    )
    if milestone.state == "accepted":
        await work.cancel_timer("milestone-overdue", subject=f"{found.award}/{milestone.number}")
        await request_payments(file, work)
        complete(file, work)


_ASSESSED: dict[str, type[events.MilestoneAccepted | events.MilestoneReturned]] = {
    "accepted": events.MilestoneAccepted,
    "returned": events.MilestoneReturned,
}


async def milestone_falls_due(due: MilestoneDue, work: Work) -> None:
    """The day after the due date, and still nothing was sent."""
    file = await open_award(work, due.award)
    milestone = file.milestone(due.milestone)
    if milestone.state == "due":
        work.record(
            events.MilestoneOverdue(
                **public_award(file),
                milestone=milestone.number,
                amount_pence=milestone.amount_pence,
            )
        )


async def _restate(milestone: MilestoneRow, work: Work) -> bool:
    """Where its evidence stands now, by all that is known; True where that changed."""
    if milestone.state in {"accepted", "payable", "paid"}:
        return False
    await work.session.flush()
    found = await work.session.exec(
        select(AssessmentRow).where(
            AssessmentRow.award == milestone.award, AssessmentRow.number == milestone.number
        )
    )
    assessments = [
        Assessment(row.evidence_submitted_at, row.accepted, row.assessed_at) for row in found
    ]
    before, milestone.state = (
        milestone.state,
        evidence_state(await _evidence(milestone, work), assessments),
    )
    return milestone.state != before


async def _evidence(milestone: MilestoneRow, work: Work) -> list[datetime]:
    found = await work.session.exec(
        select(EvidenceRow.submitted_at).where(
            EvidenceRow.award == milestone.award, EvidenceRow.number == milestone.number
        )
    )
    return list(found)


async def _voters_and_scorers(file: AwardFile, work: Work) -> tuple[set[str], set[str]]:
    reference = file.row.application
    votes = await work.session.exec(
        select(DecisionRow.votes).where(DecisionRow.application == reference)
    )
    scorers = await work.session.exec(
        select(ReviewRow.reviewer).where(ReviewRow.application == reference)
    )
    return {vote["person"] for version in votes for vote in version}, set(scorers)
