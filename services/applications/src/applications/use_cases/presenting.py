"""What we do with what projects tell of their work: findings, and whom a hub reached."""

from applications.domain.commands import FindingsPresented, HubReport
from applications.domain.reminding import OF_FINDINGS, event, reminder_of
from applications.incoming import FindingsDue, HubReported
from applications.store.award_facts import keep_fact
from applications.store.award_record import open_award, save_award
from applications.store.conversions import value_of
from chassis import Work, england_and_wales


async def present_findings(sent: FindingsPresented, work: Work) -> None:
    """A research project presented its findings; waits for the award. May make a payment due."""
    award = await open_award(work, sent.award)
    if award.present(sent):
        await keep_fact(work, award, "findings", sent)
    await save_award(work, award)


async def report_hub(reported: HubReported, work: Work) -> None:
    """A learning hub reported whom it reached; waits for the award."""
    sent = value_of(HubReport, reported)
    award = await open_award(work, sent.award)
    if award.report_reach(sent):
        await keep_fact(work, award, "report", sent)
    await save_award(work, award)


async def remind_of_findings(due: FindingsDue, work: Work) -> None:
    """Findings are due soon; nothing where some were presented, or the award has ended."""
    award = await open_award(work, due.subject)
    if award.findings_due is None or award.findings or award.end is not None:
        return
    name, _, _ = reminder_of(OF_FINDINGS, award.findings_due, work.now, england_and_wales())
    if name:
        award.events.append(event(name, award.public(), due=award.findings_due))
        await save_award(work, award)
