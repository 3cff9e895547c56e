"""Books movements of money, and reads what the database added up: balances and their limits."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import case, func, or_
from sqlmodel import col, select

from applications.domain.application import Application
from applications.domain.award import Award
from applications.domain.form.forms import Form
from applications.domain.money.ledger import Movement
from applications.domain.round.rounds import RoundHistory
from applications.store.tables.ledger import BalanceRow, LedgerRow
from chassis import Work
from chassis.domain import london_date

ROUND, CATEGORY, APPLICATION = "round", "category", "application"
_HELD: Any = (
    col(BalanceRow.earmarked_pence) + col(BalanceRow.reserved_pence) + BalanceRow.committed_pence
)


async def limit_round(work: Work, history: RoundHistory) -> None:
    """The limits of a round and its categories are those of its newest terms.

    The database refuses a limit below what is held already. A category that only older terms name
    has none of its own.
    """
    terms = history.latest.terms
    ceilings = {each.category: each.ceiling_pence for each in terms.categories}
    await _limit(work, ROUND, terms.round, terms.budget_pence, terms.round)
    for name in sorted(history.categories):
        code = f"{terms.round}/{name}"
        await _limit(work, CATEGORY, code, ceilings.get(name), terms.round, name)


async def limit_application(work: Work, application: Application) -> None:
    """No award is more than was requested."""
    form = application.form
    await _limit(
        work, APPLICATION, application.reference, form.requested_pence, form.round, form.category
    )


async def limit_award(work: Work, award: Award) -> None:
    """No more is committed than was awarded."""
    row = await work.session.get_one(BalanceRow, (APPLICATION, award.application))
    row.limit_pence = award.awarded_pence


async def book_application(work: Work, application: Application) -> None:
    """Add the ledger's rows for what it holds now."""
    _add(work, application.book(), application.form, application.reference)


async def book_award(work: Work, award: Award) -> None:
    """Add the ledger's rows for what was paid and came back."""
    _add(work, award.book(), award.form, award.application, award.reference)


def _add(
    work: Work,
    movements: Iterable[Movement],
    form: Form,
    application: str,
    award: str | None = None,
) -> None:
    """The database adds each row up at the flush, and refuses one beyond a limit."""
    event = work.event
    day = london_date(event.time if event else work.now)
    for each in movements:
        row = asdict(each) | {
            "application": application,
            "award": award,
            "round": form.round,
            "category": form.category,
            "dated": each.dated or day,
            "event_id": event.id if event else None,
            "booked_at": work.now,
        }
        work.session.add(LedgerRow(**row))


async def held_by_category(work: Work, round_: str, *, but: str = "") -> dict[str, int]:
    """The pence that a round's applications hold, by category, except for one application's."""
    is_own = col(BalanceRow.scope) == APPLICATION
    found = await work.session.execute(
        select(col(BalanceRow.category), func.sum(case((is_own, -_HELD), else_=_HELD)))
        .where(BalanceRow.round == round_)
        .where(or_(col(BalanceRow.scope) == CATEGORY, is_own & (col(BalanceRow.code) == but)))
        .group_by(col(BalanceRow.category))
    )
    return {category: int(pence) for category, pence in found}


async def _limit(
    work: Work, scope: str, code: str, limit: int | None, round_: str, category: str | None = None
) -> None:
    row = await work.session.get(BalanceRow, (scope, code))
    if row is None:
        row = BalanceRow(scope=scope, code=code, round=round_, category=category)
        work.session.add(row)
    row.limit_pence = limit
    await work.session.flush()  # the balance stands before a row of the ledger is added to it
