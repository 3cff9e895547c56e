"""What we do when the council ends an award early, and when money of an award comes back."""

from applications.domain.commands import AwardEnd, RecoveryReceived
from applications.store.award_facts import keep_fact, recovery_under
from applications.store.award_record import open_award, save_award
from applications.store.both_records import open_both, save_both
from chassis import Work


async def end_award(sent: AwardEnd, work: Work) -> None:
    """What is unpaid is free again, once; what is claimed back is a debt. Waits for the award."""
    application, award = await open_both(work, sent.award)
    if award.finish(sent):
        await keep_fact(work, award, "end", sent)
    await save_both(work, application, award)


async def record_recovery(received: RecoveryReceived, work: Work) -> None:
    """Money came back: counted once under its reference, claimed or not. Waits for the award."""
    award = await open_award(work, received.award)
    award.recover(received, await recovery_under(work, received.recovery_reference))
    await save_award(work, award)
