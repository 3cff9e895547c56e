"""What we do with a school's tier: place a decision, and notice a review that was not held."""

from chassis import Work
from schools.domain.tiers import TierHistory
from schools.incoming import TierDecided, TierReviewDue
from schools.store import facts
from schools.store.repositories import TIERS
from schools.use_cases.proposals import reconsider
from schools.use_cases.schools import school_facts


async def decide_tier(decided: TierDecided, work: Work) -> None:
    """An officer decided a tier, corrected a decision or withdrew one; waits for the school."""
    school = await school_facts(decided.urn, work)
    history = await TIERS.held(work, decided.urn) or TierHistory(urn=decided.urn)
    category = await facts.category_of_concern(work.session, decided.urn)
    history.decide(decided.command(), school, category)
    await TIERS.save(work, history)
    await reconsider(decided.urn, work)


async def miss_tier_review(due: TierReviewDue, work: Work) -> None:
    """The day after a review date began."""
    history = await TIERS.open(work, due.subject)
    history.miss_review(due.review_due, work.now)
    await TIERS.save(work, history)
