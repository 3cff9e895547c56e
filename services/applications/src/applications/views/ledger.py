"""The ledger as officers and auditors see it: its rows, its sums, and whether they agree."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import case, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from applications.domain.application.case import ACCOUNTS
from applications.domain.money.ledger import HOLDING, Account, Kind
from applications.domain.states import State
from applications.store import ApplicationRow, AwardRow, BalanceRow, LedgerRow, PaymentRow
from applications.store.ledger import APPLICATION, CATEGORY, ROUND

Json = dict[str, Any]
Sums = Mapping[Any, int]  # by account
Told = Mapping[str, Mapping[str, int]]  # by application and figure


class Difference(NamedTuple):
    """A figure that is kept elsewhere and differs from the sum of the ledger's rows; in pence."""

    scope: str
    code: str
    figure: str
    ledger: int
    kept: int


async def rows(session: AsyncSession, reference: str) -> list[Json]:
    """The rows of a round, an application or an award, oldest first; empty where there are none.

    An award's are those of its application: what was held for it, and what was paid.
    """
    award = await session.get(AwardRow, reference)
    about = award.application if award else reference
    found = await session.exec(
        select(LedgerRow)
        .where(or_(col(LedgerRow.round) == about, col(LedgerRow.application) == about))
        .order_by(col(LedgerRow.number))
    )
    return [row.model_dump() for row in found]


async def check(session: AsyncSession) -> list[Difference]:
    """Every figure that is kept beside the ledger and does not say what its rows add up to."""
    summed = await _sums(session)
    return [
        *await _balances_differ(session, summed),
        *await _holdings_differ(session, summed),
        *await _payments_differ(session, summed),
    ]


async def _sums(session: AsyncSession) -> Mapping[tuple[str, str], Sums]:
    """What the rows add up to, by scope and code."""
    columns = [_sum_of(account).label(account) for account in Account]
    found = await session.execute(
        select(LedgerRow.round, LedgerRow.category, LedgerRow.application, *columns).group_by(
            col(LedgerRow.round), col(LedgerRow.category), col(LedgerRow.application)
        )
    )
    summed: dict[tuple[str, str], dict[str, int]] = {}
    for round_, category, application, *pence in found:
        codes = (ROUND, round_), (CATEGORY, f"{round_}/{category}"), (APPLICATION, application)
        for code in codes:
            sums = summed.setdefault(code, dict.fromkeys(Account, 0))
            for account, added in zip(Account, pence, strict=True):
                sums[account] += int(added)
    return summed


def _sum_of(account: Account) -> Any:
    came = case((col(LedgerRow.target) == account, col(LedgerRow.pence)), else_=0)
    went = case((col(LedgerRow.source) == account, col(LedgerRow.pence)), else_=0)
    return func.sum(came - went)


def _differences(scope: str, code: str, summed: Sums, kept: Sums) -> list[Difference]:
    return [
        Difference(scope, code, figure, summed.get(figure, 0), pence)
        for figure, pence in kept.items()
        if summed.get(figure, 0) != pence
    ]


async def _balances_differ(
    session: AsyncSession, summed: Mapping[tuple[str, str], Sums]
) -> list[Difference]:
    found, known = [], set()
    for row in await session.exec(select(BalanceRow).order_by(BalanceRow.scope, BalanceRow.code)):
        known.add((row.scope, row.code))
        kept = {account: getattr(row, f"{account}_pence") for account in Account}
        found += _differences(row.scope, row.code, summed.get((row.scope, row.code), {}), kept)
    without = [each for each in sorted(summed) if each not in known]
    for scope, code in without:
        found += _differences(scope, code, summed[scope, code], dict.fromkeys(Account, 0))
    return found


async def _holdings_differ(
    session: AsyncSession, summed: Mapping[tuple[str, str], Sums]
) -> list[Difference]:
    """What each application holds, in the account that its state says."""
    standing = func.coalesce(ApplicationRow.held_from, ApplicationRow.state)  # on hold too
    columns = ApplicationRow.application, standing, ApplicationRow.held_pence
    found: list[Difference] = []
    for reference, state, pence in await session.execute(select(*columns)):
        kept = dict.fromkeys(HOLDING, 0)
        if account := ACCOUNTS.get(State(state)):
            kept[account] = pence
        sums = summed.get((APPLICATION, reference), {})
        found += _differences("held by", reference, sums, kept)
    return found


async def _payments_differ(
    session: AsyncSession, summed: Mapping[tuple[str, str], Sums]
) -> list[Difference]:
    """What each award was paid, by its payments."""
    paid = func.sum(case((col(PaymentRow.state) == "recorded", PaymentRow.amount_pence), else_=0))
    wanted = (
        select(AwardRow.award, AwardRow.application, func.coalesce(paid, 0))
        .outerjoin(PaymentRow, col(PaymentRow.award) == AwardRow.award)
        .group_by(col(AwardRow.award), col(AwardRow.application))
    )
    found: list[Difference] = []
    for award, application, pence in await session.execute(wanted):
        kept = {Account.PAID: int(pence)}
        found += _differences(
            "payments of", award, summed.get((APPLICATION, application), {}), kept
        )
    return found


async def told(session: AsyncSession) -> Told:
    """What the ledger says that other services were told of each application's money.

    What is earmarked is known here alone, so what was only earmarked and is free again is no
    freed money.
    """
    freed = case(
        (
            (col(LedgerRow.kind) == Kind.FREE) & (col(LedgerRow.source) != Account.EARMARKED),
            col(LedgerRow.pence),
        ),
        else_=0,
    )
    accounts = [each for each in Account if each is not Account.EARMARKED]
    columns = [_sum_of(account) for account in accounts]
    found = await session.execute(
        select(LedgerRow.application, func.sum(freed), *columns)
        .group_by(col(LedgerRow.application))
        .order_by(col(LedgerRow.application))
    )
    return {
        application: {
            "freed_pence": int(free),
            **{f"{each}_pence": int(sum_) for each, sum_ in zip(accounts, pence, strict=True)},
        }
        for application, free, *pence in found
    }
