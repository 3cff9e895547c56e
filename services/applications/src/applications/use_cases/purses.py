"""What a round's applications hold of its money, and whether new terms still cover it."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select

from applications.domain.budget import budget_refusals
from applications.domain.rounds import Terms, in_order
from applications.store import ApplicationRow, FactRow
from applications.use_cases.shared import event_of, refuse
from chassis import Work


async def held_by_category(work: Work, round_: str, *, but: str = "") -> dict[str, int]:
    """What is earmarked, reserved or committed, each category's, but for one application's."""
    found = await work.session.execute(
        select(ApplicationRow.category, func.sum(ApplicationRow.held_pence))
        .where(ApplicationRow.round == round_)
        .where(col(ApplicationRow.application) != but)
        .group_by(col(ApplicationRow.category))
    )
    return {category: int(sum_ or 0) for category, sum_ in found}


async def must_cover_what_is_held(terms: Terms, facts: Sequence[FactRow], work: Work) -> None:
    """Under the round's lock: terms that are in force now may not fall below what is held.

    Terms that newer ones had replaced before they came are kept as they were: they bind nothing
    that is held now.
    """
    opened = [fact for fact in in_order(facts) if fact.kind == "opened"]
    if opened[-1].key != event_of(work).key:
        return
    ceilings = {each.category: each.ceiling_pence for each in terms.categories}
    held = await held_by_category(work, terms.round)
    refuse(budget_refusals(terms.budget_pence, ceilings, held))
