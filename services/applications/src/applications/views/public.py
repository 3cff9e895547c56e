"""What the public may see: of an application that is not released, only its state."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from applications.domain.application.status import public_application
from applications.domain.form.forms import Form
from applications.domain.money.budget import Money
from applications.domain.round.rounds import Round
from applications.domain.states import State
from applications.store import ApplicationRow, AwardRow, FactRow
from applications.store.award_record import load_award
from applications.store.conversions import value_of
from applications.store.record_facts import history_of
from applications.use_cases.facts import public_round
from applications.views.listing import Listing, page
from chassis import public_before_release


async def rounds(session: AsyncSession) -> list[dict[str, Any]]:
    """Every round with its public money."""
    found = await session.exec(select(FactRow).where(col(FactRow.about).startswith("round:")))
    facts = defaultdict(list)
    for fact in found:
        facts[fact.about].append(fact)
    standing = func.coalesce(ApplicationRow.held_from, ApplicationRow.state)
    sums = await session.execute(
        select(
            ApplicationRow.round,
            ApplicationRow.category,
            standing,
            func.sum(ApplicationRow.held_pence),
        ).group_by(col(ApplicationRow.round), col(ApplicationRow.category), standing)
    )
    held = {(code, category, state): int(sum_ or 0) for code, category, state, sum_ in sums}
    return [_round(history_of(facts[about]).latest, held) for about in sorted(facts)]


def _round(round_: Round, held: dict[tuple[str, str, str], int]) -> dict[str, Any]:
    state, code = public_round(round_), round_.terms.round
    categories = [
        {**each, **_money(each["ceiling_pence"], _of(held, code, each["category"]))}
        for each in state["categories"]
    ]
    money = _money(round_.terms.budget_pence, _of(held, code, None))
    return {**state, **money, "categories": categories}


def _of(held: dict[tuple[str, str, str], int], code: str, category: str | None) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for (in_round, in_category, state), pence in held.items():
        if in_round == code and category in {None, in_category}:
            sums[state] += pence
    return sums


def _money(budget: int | None, held: dict[str, int]) -> dict[str, int | None]:
    reserved, committed = held.get(State.OFFERED, 0), held.get(State.ACCEPTED, 0)
    money = Money(budget or 0, reserved_pence=reserved, committed_pence=committed)
    return {
        "reserved_pence": reserved,
        "committed_pence": committed,
        "left_pence": None if budget is None else money.left_pence,
    }


async def applications(session: AsyncSession, listing: Listing) -> list[dict[str, Any]]:
    """A page of applications; those that are not released only as far as they are public."""
    return [_application(row) for row in await page(session, listing)]


async def application(session: AsyncSession, reference: str) -> dict[str, Any] | None:
    """One application; once released, the offer's date and the award too."""
    row = await session.get(ApplicationRow, reference)
    if row is None:
        return None
    shown = _application(row)
    if row.outcome is not None:
        found = await session.exec(select(AwardRow.award).where(AwardRow.application == reference))
        shown |= {"answer_by": row.answer_by, "award": found.first()}
    return shown


def _application(row: ApplicationRow) -> dict[str, Any]:
    if row.outcome is None:
        return {name: getattr(row, name) for name in public_before_release()}
    own = (
        "application",
        "authority",
        "state",
        "outcome",
        "awarded_pence",
        "lead_school",
        "partners",
    )
    state = {name: getattr(row, name) for name in own}
    return public_application(value_of(Form, row.form), **state)


async def award(session: AsyncSession, reference: str) -> dict[str, Any] | None:
    """One award as its events carry it."""
    found = await load_award(session, reference)
    return found.public() if found else None
