"""Payments: what the finance system says it did, entered once under its reference."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from applications.domain.money.money import pounds
from chassis.domain import Reason


@dataclass(frozen=True)
class Entry:
    """What is known under one payment reference; either half may be missing."""

    payment_reference: str
    award: str
    milestone: int
    amount_pence: int | None = None
    paid_on: date | None = None
    failed_on: date | None = None

    @property
    def made(self) -> bool:
        """Whether the finance system said that it paid."""
        return self.amount_pence is not None


def conflict(known: Entry, new: Entry) -> list[Reason]:
    """A reference counts once: the same with other content is refused, with both figures."""
    differences = list(_differences(known, new))
    if not differences:
        return []
    return [
        Reason(
            "payment-reference-reused",
            f"{known.payment_reference} is recorded with {'; '.join(differences)}. "
            "Send another payment under a reference of its own.",
        )
    ]


def _differences(known: Entry, new: Entry) -> Iterator[str]:
    if (known.award, known.milestone) != (new.award, new.milestone):
        yield (
            f"milestone {known.milestone} of {known.award}, "
            f"this one is for milestone {new.milestone} of {new.award}"
        )
    if known.amount_pence is not None and new.amount_pence is not None:
        if known.amount_pence != new.amount_pence:
            yield f"{pounds(known.amount_pence)}, this one is of {pounds(new.amount_pence)}"
        elif known.paid_on != new.paid_on:
            yield f"the date {known.paid_on}, this one is dated {new.paid_on}"


def fitting(payments: Iterable[int], sum_pence: int) -> list[bool]:
    """Which of these payments, oldest first, pay the sum together.

    One that is larger than what is left is not split: it pays nothing of it.
    """
    found, left = [], sum_pence
    for pence in payments:
        found.append(pence <= left)
        left -= pence if found[-1] else 0
    return found


def beyond_milestone(number: int, pence: int, left_pence: int) -> Reason:
    """Why a payment pays nothing of its milestone: it is larger than what is left to pay."""
    return Reason(
        "beyond-milestone",
        f"{pounds(pence)} was paid where {pounds(left_pence)} of milestone {number} is left.",
    )


def not_accepted(number: int) -> Reason:
    """Why a payment is not matched yet."""
    return Reason("not-accepted", f"Milestone {number} was not accepted within a day.")


def no_such_milestone(award: str, number: int) -> Reason:
    """Why a payment is never matched."""
    return Reason("no-such-milestone", f"{award} has no milestone {number}.")


def payment_warnings(
    paid_on: date,
    *,
    requested: bool,
    conditions: Mapping[str, date | None],
    closed: bool,
) -> list[Reason]:
    """What the finance officer should look at in a payment that was made all the same.

    `conditions` says when each condition was found met; `closed`: the lead school was on that day.
    """
    unmet = sorted(code for code, met in conditions.items() if met is None or met > paid_on)
    warnings = []
    if unmet:
        message = f"Not met on the day of the payment: {', '.join(unmet)}."
        warnings.append(Reason("condition-unmet", message))
    if not requested:
        warnings.append(Reason("without-request", "We had not asked for this payment."))
    if closed:
        warnings.append(Reason("school-closed", "The lead school had closed by then."))
    return warnings
