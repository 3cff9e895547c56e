"""The round's money: earmarked, reserved and committed together never exceed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from applications.domain.money.money import pounds
from applications.domain.round.rounds import Terms
from chassis.domain import Reason, refuse


@dataclass(frozen=True)
class Money:
    """What applications hold of one budget; earmarked is known inside this service only."""

    budget_pence: int
    earmarked_pence: int = 0
    reserved_pence: int = 0
    committed_pence: int = 0

    @property
    def left_pence(self) -> int:
        """What the public sees as available: a decision that is not released takes nothing."""
        return self.budget_pence - self.reserved_pence - self.committed_pence

    @property
    def free_pence(self) -> int:
        """What can still be approved."""
        return self.left_pence - self.earmarked_pence


def shortfall(awarded_pence: int, of_round: Money, of_category: Money | None) -> list[Reason]:
    """Why an approval is refused for lack of money, with the sum that is missing.

    Everybody on the bus reads a rejection: it names neither the award nor what is earmarked.
    """
    budgets = [("round", of_round), *([("category", of_category)] if of_category else [])]
    return [
        Reason(
            f"beyond-{name}-budget",
            f"The approval is {pounds(awarded_pence - money.free_pence)} more than the {name} has "
            "left. Record the decision again once money is free, or award that much less.",
        )
        for name, money in budgets
        if awarded_pence > money.free_pence
    ]


@dataclass(frozen=True)
class Budget:
    """A round's money as one application finds it, under the round's lock.

    `limits` are the terms in force when the step was taken and the terms as they are now: less
    may be left now. `others` is what the other applications hold, by category, in pence.
    """

    category: str
    limits: Sequence[Terms]
    others: Mapping[str, int]

    @property
    def left(self) -> int:
        """What the others of the round, and of the category, leave."""
        return min(
            of.free_pence for terms in self.limits for of in self._money(terms) if of is not None
        )

    def cover(self, pence: int) -> None:
        """Refuse what the others of the round, or of the category, leave no money for."""
        for terms in self.limits:
            refuse(shortfall(pence, *self._money(terms)))

    def _money(self, terms: Terms) -> tuple[Money, Money | None]:
        category = terms.category(self.category)
        ceiling = category.ceiling_pence if category else None
        held = self.others.get(self.category, 0)
        return (
            Money(terms.budget_pence, earmarked_pence=sum(self.others.values())),
            Money(ceiling, earmarked_pence=held) if ceiling else None,
        )


def budget_refusals(
    budget_pence: int, ceilings: Mapping[str, int | None], held: Mapping[str, int]
) -> list[Reason]:
    """Why a round cannot be announced again with less money than its applications hold.

    Everybody on the bus reads a rejection: it names what is missing, not what is earmarked.
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
            f"{limit}-below-held",
            f"{what} is {pounds(pence)} less than its applications hold: announce that much more, "
            "or announce it again once money is free.",
        )
        for limit, what, pence in missing
        if pence > 0
    ]


def freed(held_pence: int, kept_pence: int = 0) -> int:
    """What leaving a state frees; an award that ends early keeps what was paid."""
    return held_pence - kept_pence


def max_recoverable(paid_pence: int, recovered_pence: int) -> int:
    """Recovery never exceeds what was paid less what came back already."""
    return paid_pence - recovered_pence
