"""What an award comes to at the end of a council year, by what had happened by then."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from applications.domain.award.award import Award
from applications.domain.award.ledger import Payment
from applications.domain.money.offers import offered_milestones
from chassis.domain import day_begins, london_date

_LABEL = re.compile(r"20(\d\d)-(\d\d)")


@dataclass(frozen=True)
class Cut:
    """What happened before the instant, or up to the day, counts; `last` is the year's last day."""

    before: datetime
    up_to: date
    last: date


def cut_of(label: str, now: datetime) -> Cut:
    """The end of the council year, or now where it is not over; raises ValueError for no year.

    A council year is 1 April to 31 March, London dates: 2026-27.
    """
    found = _LABEL.fullmatch(label)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise ValueError(f"{label} is no council year. Write it like 2026-27.")
    last = date(2000 + int(found[1]) + 1, 3, 31)
    ends = day_begins(last + timedelta(days=1))
    return Cut(min(ends, now), min(last, london_date(now)), last)


@dataclass(frozen=True)
class YearEnd:
    """Pence: `accrued` is accepted and not paid, `due_next_year` is due later and not accepted.

    Paid and not matched together are what finance paid and did not get back from the bank.
    """

    committed_pence: int = 0
    paid_pence: int = 0
    accrued_pence: int = 0
    due_next_year_pence: int = 0
    recovered_pence: int = 0
    not_matched_pence: int = 0

    def __add__(self, other: "YearEnd") -> "YearEnd":
        """Figure by figure."""
        return YearEnd(
            *(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True))
        )


def year_end(award: Award, cut: Cut) -> YearEnd | None:
    """The award's figures at the cut; None where it was not made by then."""
    if award.awarded_at >= cut.before:
        return None
    ended = any(each.ended_at < cut.before for each in award.ends)
    terms, accepted = dict(_terms(award, cut)), dict(_accepted(award, cut))
    made = [each for each in award.payments if _was_made(each, cut)]
    paid = {number: sum(_pays(award, made, number)) for number in accepted}
    later = (
        pence for number, (due, pence) in terms.items() if due > cut.last and number not in accepted
    )
    amounts = {number: terms[number][1] for number in accepted if number in terms}
    return YearEnd(
        committed_pence=award.committed_pence if ended else sum(each for _, each in terms.values()),
        paid_pence=sum(paid.values()),
        accrued_pence=0 if ended else sum(amounts[each] - paid[each] for each in amounts),
        due_next_year_pence=0 if ended else sum(later),
        recovered_pence=sum(
            each.amount_pence for each in award.recoveries if each.received_on <= cut.up_to
        ),
        not_matched_pence=sum(each.amount_pence or 0 for each in made) - sum(paid.values()),
    )


def _terms(award: Award, cut: Cut) -> Iterator[tuple[int, tuple[date, int]]]:
    """When each milestone was due and what it came to, by the variation that held at the cut."""
    agreed = [each for each in award.variations if each.agreed_at < cut.before]
    if varied := max(agreed, key=lambda each: each.order, default=None):
        for each in varied.milestones:
            yield each.number, (each.due, each.amount_pence)
        return
    for offered in offered_milestones(award.form, award.awarded_pence):
        yield offered["number"], (offered["due"], offered["amount_pence"])


def _accepted(award: Award, cut: Cut) -> Iterator[tuple[int, datetime]]:
    """The milestones that were accepted by then."""
    for each in award.assessments:
        if each.accepted and each.assessed_at < cut.before:
            yield each.number, each.assessed_at


def _was_made(entry: Payment, cut: Cut) -> bool:
    """Whether the money had left the bank by then, and not come back."""
    if entry.paid_on is None or entry.paid_on > cut.up_to:
        return False
    return entry.failed_on is None or entry.failed_on > cut.up_to


def _pays(award: Award, made: list[Payment], number: int) -> Iterator[int]:
    """What payments paid of a milestone; one that came back only later had paid it."""
    for each in made:
        milestone = award.milestone_of(each)
        matches = each.matched is not None or each.failed_on is not None
        if matches and milestone is not None and milestone.number == number:
            yield each.amount_pence or 0
