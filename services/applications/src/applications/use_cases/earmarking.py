"""What an application takes of its round's money: never more than there is."""

from sqlalchemy import func
from sqlmodel import col, select

from applications.domain.budget import Money, shortfall
from applications.domain.rounds import Round
from applications.store import ApplicationRow, DecisionRow
from applications.use_cases.files import CaseFile
from applications.use_cases.shared import refuse
from applications.use_cases.tallying import proposal_of
from chassis import Work


async def earmark(file: CaseFile, decision: DecisionRow, round_: Round, work: Work) -> None:
    """Take the money under the round's lock, or refuse with the shortfall."""
    awarded = decision.awarded_pence if proposal_of(decision).approves else 0
    if awarded:
        await take_money(file.row, awarded, round_, work)
    file.row.held_pence = awarded


async def take_money(row: ApplicationRow, pence: int, round_: Round, work: Work) -> None:
    """Refuses what the others of the round, or of the category, leave no money for."""
    found = await work.session.execute(
        select(ApplicationRow.category, func.sum(ApplicationRow.held_pence))
        .where(ApplicationRow.round == row.round)
        .where(col(ApplicationRow.application) != row.application)
        .group_by(col(ApplicationRow.category))
    )
    held = {category: int(sum_ or 0) for category, sum_ in found}
    terms = round_.terms.category(row.category)
    ceiling = terms.ceiling_pence if terms else None
    refuse(
        shortfall(
            pence,
            Money(round_.terms.budget_pence, earmarked_pence=sum(held.values())),
            Money(ceiling, earmarked_pence=held.get(row.category, 0)) if ceiling else None,
        )
    )
