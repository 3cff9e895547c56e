"""What the council claims back of an award that it ended, and what came back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from applications.domain.money.budget import max_recoverable
from applications.domain.money.money import pounds
from chassis.domain import Reason


@dataclass(kw_only=True)
class Recovery:
    """Money that came back under a reference of the finance system, with what finance checks."""

    recovery_reference: str
    award: str
    amount_pence: int
    received_on: date
    warnings: list[Reason] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Debt:
    """A claim in pence, with what was paid, came back before the award ended, and since then."""

    claimed: int
    paid: int
    before: int
    since: int

    @property
    def open_pence(self) -> int:
        """What is still to come back: never more than was paid and did not come back."""
        owed = max_recoverable(self.paid, self.before + self.since)
        return max(0, min(self.claimed - self.since, owed))


def claim_refusals(debt: Debt, counted: int) -> list[Reason]:
    """Why this cannot be claimed; `counted` is what came back of the claim that it corrects."""
    most = max(0, max_recoverable(debt.paid, debt.before))
    if debt.claimed > most:
        message = (
            f"recover_pence is {pounds(debt.claimed)}, and {pounds(most)} was paid and did not "
            "come back. Claim no more than that."
        )
        return [Reason("claim-beyond-paid", message)]
    if debt.claimed < counted:
        message = (
            f"recover_pence is {pounds(debt.claimed)}, and {pounds(counted)} of the claim came "
            "back already. Claim at least that."
        )
        return [Reason("claim-below-recovered", message)]
    return []


def recovery_conflict(known: Recovery, new: Recovery) -> list[Reason]:
    """A reference counts once: the same with other content is refused, with both figures."""
    differences = list(_differences(known, new))
    if not differences:
        return []
    message = (
        f"{known.recovery_reference} is recorded with {'; '.join(differences)}. "
        "Send another recovery under a reference of its own."
    )
    return [Reason("recovery-reference-reused", message)]


def _differences(known: Recovery, new: Recovery) -> Iterable[str]:
    if known.award != new.award:
        yield f"the award {known.award}, this one is for {new.award}"
    if known.amount_pence != new.amount_pence:
        yield f"{pounds(known.amount_pence)}, this one is of {pounds(new.amount_pence)}"
    elif known.received_on != new.received_on:
        yield f"the date {known.received_on}, this one is dated {new.received_on}"


def recovery_warnings(pence: int, open_pence: int, *, claimed: bool) -> list[Reason]:
    """What finance should look at in money that came back all the same."""
    if not claimed:
        return [Reason("without-claim", "The council had not claimed this money back.")]
    if pence > open_pence:
        message = f"{pounds(pence)} came back where {pounds(open_pence)} of the claim was open."
        return [Reason("beyond-claim", message)]
    return []


def award_ended(number: int) -> Reason:
    """Why a payment pays nothing of its milestone: the award had ended."""
    return Reason("award-ended", f"The award had ended before milestone {number} was paid.")
