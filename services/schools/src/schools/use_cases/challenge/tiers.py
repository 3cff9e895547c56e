"""What we do with a school's tier: place a decision, and notice a review that was not held."""

from chassis import Work
from chassis.domain import london_date
from schools.domain.tiers import TierHistory
from schools.incoming import TierDecided, TierReviewDue
from schools.store.repositories import TIERS
from schools.store.signals import signals_of
from schools.use_cases.register.schools import school_facts


async def decide_tier(decided: TierDecided, work: Work) -> None:
    """An officer decided a tier, corrected a decision or withdrew one; waits for the school."""
    school = await school_facts(decided.urn, work)
    history = await TIERS.held(work, decided.urn) or TierHistory(urn=decided.urn)
    signals = await signals_of(work.session, school, london_date(work.now))
    category = signals.category()
    history.decide(decided.command(), school, category.category_of_concern if category else None)
    if school.is_open:
        history.propose(signals, school)
    await TIERS.save(work, history)


async def miss_tier_review(due: TierReviewDue, work: Work) -> None:
    """The day after a review date began."""
    history = await TIERS.open(work, due.subject)
    history.miss_review(due.review_due, work.now)
    await TIERS.save(work, history)
