"""The ledger's movements: what is booked when money is held, freed, paid or comes back."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Account(StrEnum):
    """Where a grant's money stands; earmarked, reserved and committed take of the round's money."""

    EARMARKED = "earmarked"
    RESERVED = "reserved"
    COMMITTED = "committed"
    PAID = "paid"
    RECOVERED = "recovered"


class Kind(StrEnum):
    """What a movement is."""

    EARMARK = "earmark"
    RESERVE = "reserve"
    COMMIT = "commit"
    PAY = "pay"
    FREE = "free"
    RECOVER = "recover"
    ADJUST = "adjust"


HOLDING = (Account.EARMARKED, Account.RESERVED, Account.COMMITTED)
_KIND_INTO = {
    Account.EARMARKED: Kind.EARMARK,
    Account.RESERVED: Kind.RESERVE,
    Account.COMMITTED: Kind.COMMIT,
    Account.PAID: Kind.PAY,
    Account.RECOVERED: Kind.RECOVER,
}


@dataclass(frozen=True)
class Movement:
    """One row of the ledger: pence (always more than 0) from one account into another.

    No source means that the money comes from outside: the round's free money, the bank, or a
    debtor. No target means that it goes back there. `reference` is finance's, where there is one.
    `dated` is the day that the money moved, where a step names one.
    """

    kind: Kind
    pence: int
    source: Account | None = None
    target: Account | None = None
    reference: str | None = None
    dated: date | None = None


@dataclass(frozen=True)
class Held:
    """What an application holds of its round's money, and in which account."""

    pence: int = 0
    account: Account | None = None


NOTHING = Held()


def movements(before: Held, after: Held, dated: date | None = None) -> list[Movement]:
    """What must be booked so that the ledger says what is held now: kept, taken and freed."""
    kept = min(before.pence, after.pence) if before.account and after.account else 0
    found = []
    if kept and after.account and before.account != after.account:
        kind = _KIND_INTO[after.account]
        found.append(Movement(kind, kept, before.account, after.account, dated=dated))
    if after.account and after.pence > kept:
        kind = _KIND_INTO[after.account]
        found.append(Movement(kind, after.pence - kept, None, after.account, dated=dated))
    if before.pence > kept:
        found.append(Movement(Kind.FREE, before.pence - kept, before.account, dated=dated))
    return found


def came_and_went(
    account: Account, before: int, after: int, reference: str, dated: date | None
) -> list[Movement]:
    """What finance's reference now pays or brings back, and what that differs by: 0 is no row."""
    if after > before:
        kind = _KIND_INTO[account]
        return [Movement(kind, after - before, None, account, reference, dated)]
    if after < before:
        return [Movement(Kind.ADJUST, before - after, account, None, reference, dated)]
    return []
