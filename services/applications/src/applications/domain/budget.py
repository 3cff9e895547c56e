"""The round's money: earmarked, reserved and committed together never exceed it."""

from collections.abc import Mapping
from dataclasses import dataclass

from applications.domain.reasons import Reason, pounds


@dataclass(frozen=True)
class Money:
    """What is held of one budget; earmarked is known inside this service only."""

    budget_pence: int
    earmarked_pence: int = 0
    reserved_pence: int = 0
    committed_pence: int = 0

    @property
    def left_pence(self) -> int:
        """What the public sees as left: money not released counts as left."""
        return self.budget_pence - self.reserved_pence - self.committed_pence

    @property
    def free_pence(self) -> int:
        """What can still be approved."""
        return self.left_pence - self.earmarked_pence


def shortfall(awarded_pence: int, of_round: Money, of_category: Money | None) -> list[Reason]:
    """Why an approval is refused for want of money, with what it is short of.

    Everybody on the bus reads a rejection: neither the award nor what is earmarked is told.
    """
    purses = [("round", of_round), *([("category", of_category)] if of_category else [])]
    return [
        Reason(
            f"beyond-{name}-budget",
            f"The approval is {pounds(awarded_pence - money.free_pence)} more than the {name} has "
            "left. Record the decision again once money is free, or award that much less.",
        )
        for name, money in purses
        if awarded_pence > money.free_pence
    ]


def budget_refusals(
    budget_pence: int, ceilings: Mapping[str, int | None], held: Mapping[str, int]
) -> list[Reason]:
    """Why a round cannot be announced again with less money than its applications hold.

    Everybody on the bus reads a rejection: what is missing is told, and not what is earmarked.
    """
    missing = [
        ("budget", "The budget", sum(held.values()) - budget_pence),
        *(
            ("ceiling", f"The ceiling of {name}", held.get(name, 0) - ceiling)
            for name, ceiling in ceilings.items()
            if ceiling is not None
        ),
    ]
    return [
        Reason(
            f"{purse}-below-held",
            f"{what} is {pounds(pence)} less than its applications hold: announce that much more, "
            "or announce it again once money is free.",
        )
        for purse, what, pence in missing
        if pence > 0
    ]


def freed(held_pence: int, paid_pence: int = 0) -> int:
    """What withdrawal, decline, lapse, a void decision or termination gives back: the unspent."""
    return held_pence - paid_pence


def most_recoverable(paid_pence: int, recovered_pence: int) -> int:
    """Recovery never exceeds what was paid less what came back already."""
    return paid_pence - recovered_pence
