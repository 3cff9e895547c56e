"""Payments: what the finance system says it did, entered once under its reference."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from applications.domain.reasons import Reason, pounds


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


def mismatch(paid_pence: int, milestone_pence: int, *, already_paid: bool) -> str | None:
    """Why a payment fits no milestone, whatever may still arrive."""
    if already_paid:
        return "The milestone was already paid under another reference."
    if paid_pence != milestone_pence:
        return f"{pounds(paid_pence)} was paid for a milestone of {pounds(milestone_pence)}."
    return None
