"""What we do with an award: its conditions, its milestones' evidence and its assessment."""

from applications.domain.commands import ConditionFinding, MilestoneAssessment, MilestoneEvidence
from applications.store.application_record import open_application
from applications.store.application_saving import save_application
from applications.store.award_record import award_of, open_award, save_award
from applications.store.both_records import open_to_pay, save_both
from applications.store.record_facts import event_of
from chassis import Work
from chassis.domain import backwards, refuse


async def meet_condition(found: ConditionFinding, work: Work) -> None:
    """An officer found a condition met; waits for the release. The last one frees payments."""
    application = await open_application(work, found.application)
    application.meet_condition(found)
    await save_application(work, application)
    if award := await award_of(work, found.application):
        award.request_payments()
        await save_award(work, award)


async def evidence_milestone(sent: MilestoneEvidence, work: Work) -> None:
    """A project sent evidence for a milestone; waits for the award."""
    award = await open_award(work, sent.award)
    award.evidenced(sent, event_of(work).key)
    await save_award(work, award)


async def assess_milestone(found: MilestoneAssessment, work: Work) -> None:
    """An officer assessed the evidence; waits for it. An accepted milestone may be paid."""
    evidenced_at = found.evidence_submitted_at
    refuse(backwards("The assessment", found.assessed_at, "the evidence", evidenced_at))
    application, award = await open_to_pay(work, found.award)
    award.assess(found, event_of(work).key)
    await save_both(work, application, award)
