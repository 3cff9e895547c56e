"""What an application takes of its round's money: never more than there is."""

from applications.domain.budget import Money, shortfall
from applications.store import DecisionRow
from applications.use_cases.facts import latest_round
from applications.use_cases.files import CaseFile
from applications.use_cases.purses import held_by_category
from applications.use_cases.shared import refuse
from applications.use_cases.tallying import proposal_of
from chassis import Work


async def earmark(file: CaseFile, decision: DecisionRow, work: Work) -> None:
    """Take the money under the round's lock, or refuse with the shortfall."""
    awarded = decision.awarded_pence if proposal_of(decision).approves else 0
    if awarded:
        await take_money(file, awarded, work)
    file.row.held_pence = awarded


async def take_money(file: CaseFile, pence: int, work: Work) -> None:
    """Refuses what the others of the round, or of the category, leave no money for.

    By the terms in force when the step was taken, and as the round stands: less may be left now.
    """
    row = file.row
    held = await held_by_category(work, row.round, but=row.application)
    for terms in (file.round(work).terms, latest_round(file.facts).terms):
        category = terms.category(row.category)
        ceiling = category.ceiling_pence if category else None
        refuse(
            shortfall(
                pence,
                Money(terms.budget_pence, earmarked_pence=sum(held.values())),
                Money(ceiling, earmarked_pence=held.get(row.category, 0)) if ceiling else None,
            )
        )
