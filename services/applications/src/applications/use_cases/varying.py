"""What we do when milestones, dates or shares of an award change."""

from applications.domain.commands import VariationAgreed
from applications.store.award_facts import keep_fact
from applications.store.both_records import open_both, save_both
from chassis import Work, england_and_wales


async def agree_variation(sent: VariationAgreed, work: Work) -> None:
    """Waits for the award, and for the panel's decision that it names. Less frees money once."""
    application, award = await open_both(work, sent.award)
    if award.vary(sent, england_and_wales()):
        await keep_fact(work, award, "variation", sent)
    await save_both(work, application, award)
