"""Payments in parts: which pay a milestone together, and what finance is warned of."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.domain.award import Award
from applications.domain.commands import PaymentFailure, PaymentMade
from applications.domain.money.payments import fitting, payment_warnings
from applications.store.conversions import value_of
from support import funding
from unit.applications import lives

MILESTONE = 833_333
PENCE = st.integers(1, 1_000_000)


@given(st.lists(PENCE, max_size=8), PENCE)
def test_payments_are_matched_whole_and_oldest_first_up_to_the_sum(
    payments: list[int], sum_pence: int
) -> None:
    fits = fitting(payments, sum_pence)
    paid = sum(pence for pence, each in zip(payments, fits, strict=True) if each)
    assert paid <= sum_pence
    for number, (pence, each) in enumerate(zip(payments, fits, strict=True)):
        before = zip(payments[:number], fits[:number], strict=True)
        left = sum_pence - sum(earlier for earlier, paying in before if paying)
        assert each == (pence <= left)


@pytest.mark.parametrize(
    ("payments", "expected"),
    [
        ([400_000, 433_333, 833_333], [True, True, False]),
        ([833_333, 400_000, 433_333], [True, False, False]),
        ([400_000, 833_333, 433_333], [True, False, True]),
        ([833_334], [False]),
        ([], []),
    ],
)
def test_payment_larger_than_what_is_left_is_not_split(
    payments: list[int], expected: list[bool]
) -> None:
    assert fitting(payments, MILESTONE) == expected


@pytest.mark.parametrize(
    ("around", "codes"),
    [
        ({}, []),
        ({"requested": False}, ["without-request"]),
        ({"closed": True}, ["school-closed"]),
        ({"conditions": {"COND-1": None}}, ["condition-unmet"]),
        ({"conditions": {"COND-1": date(2027, 2, 6)}}, ["condition-unmet"]),
        ({"conditions": {"COND-1": date(2027, 2, 5)}}, []),
    ],
)
def test_payment_is_recorded_with_what_finance_should_look_at(
    around: dict[str, Any], codes: list[str]
) -> None:
    given_ = {"requested": True, "conditions": {}, "closed": False, **around}
    found = payment_warnings(date(2027, 2, 5), **given_)
    assert [each.code for each in found] == codes


def paid(reference: str, pence: int, hour: int, **changes: Any) -> lives.AwardStep:
    """The finance system pays a part, told at this hour."""
    return lives.pay(
        lives.NOW + timedelta(hours=hour),
        payment_reference=reference,
        amount_pence=pence,
        **changes,
    )


def failed(reference: str) -> lives.AwardStep:
    """The bank sends it back."""
    failure = value_of(PaymentFailure, funding.a_failed_payment(payment_reference=reference))
    return lambda award: award.record_failure(failure, None)


def payable() -> Award:
    """An award whose first milestone is payable."""
    return deepcopy(lives.award_in("payable"))


def after(*steps: lives.AwardStep) -> Award:
    """A payable award after these steps."""
    award = payable()
    for step in steps:
        step(award)
    return award


def told(award: Award, name: str) -> list[Any]:
    """The data of the events of this name."""
    return [each.data for each in award.events if each.name == name]


def test_two_parts_pay_the_milestone_once() -> None:
    award = after(paid("BACS-P1", 400_000, 1), paid("BACS-P2", 433_333, 2))
    assert (award.milestones[0].state, award.paid_pence) == ("paid", MILESTONE)
    assert len(told(award, "milestone.paid")) == 1
    assert told(award, "payment.unmatched") == []


def test_later_whole_payment_of_a_paid_milestone_is_kept_whole_and_finance_is_warned() -> None:
    award = after(
        paid("BACS-P1", 400_000, 1), paid("BACS-P2", 433_333, 2), paid("BACS-3", MILESTONE, 3)
    )
    [unmatched] = told(award, "payment.unmatched")
    assert (unmatched["amount_pence"], unmatched["paid_pence"]) == (MILESTONE, MILESTONE)
    assert [each["code"] for each in unmatched["warnings"]] == ["beyond-milestone"]
    assert "£0.00 of milestone 1 is left" in unmatched["reason"]


def test_new_request_of_a_new_number_follows_a_reversal_for_what_is_left() -> None:
    award = after(paid("BACS-P1", 400_000, 1), failed("BACS-P1"))
    [request] = told(award, "payment.requested")
    assert (request["payment_request"], request["amount_pence"]) == ("G-2026-0001/1-2", MILESTONE)
    paid("BACS-P2", 433_333, 2)(award)
    failed("BACS-P3")(award)
    request = told(award, "payment.requested")[-1]
    assert (request["payment_request"], request["amount_pence"]) == ("G-2026-0001/1-3", 400_000)


def test_payment_is_matched_by_any_of_our_requests() -> None:
    award = after(failed("BACS-P1"))
    for number, request in enumerate(("G-2026-0001/1", "G-2026-0001/1-2")):
        paid(f"BACS-{number}", 400_000, number, milestone=9, payment_request=request)(award)
    assert [each.matched for each in award.payments if each.was_made] == [1, 1]


def test_payment_before_the_acceptance_pays_first_and_only_the_rest_is_requested() -> None:
    award = deepcopy(lives.award_in("due"))
    award.surroundings = lives.award_in("payable").surroundings
    part = funding.a_payment(amount_pence=400_000)
    award.record_unmatched(value_of(PaymentMade, part), None, lives.NOW)
    for step in lives.ACCEPTED:
        step(award)
    [request] = told(award, "payment.requested")
    assert (request["amount_pence"], award.paid_pence) == (433_333, 400_000)


STEPS = {
    "part": paid("BACS-A", 400_000, 1),
    "other part": paid("BACS-B", 433_333, 2),
    "whole": paid("BACS-C", MILESTONE, 3),
    "small": paid("BACS-D", 1, 4),
    "too much": paid("BACS-E", MILESTONE + 1, 5),
    "no milestone": paid("BACS-F", 5, 6, milestone=9),
    "part comes back": failed("BACS-A"),
    "whole comes back": failed("BACS-C"),
    "never made": failed("BACS-G"),
}


def orders(steps: list[str]) -> st.SearchStrategy[tuple[list[str], list[str]]]:
    """The same steps in two orders, some of them again."""
    again = st.lists(st.sampled_from(steps), max_size=2) if steps else st.just([])
    return st.tuples(
        st.just(steps),
        st.tuples(st.permutations(steps), again).map(lambda both: [*both[0], *both[1]]),
    )


@given(st.lists(st.sampled_from(sorted(STEPS)), unique=True).flatmap(orders))
def test_any_order_and_any_repetition_leaves_the_same_ledger(
    steps: tuple[list[str], list[str]],
) -> None:
    first, second = (after(*(STEPS[each] for each in order)) for order in steps)
    assert ledger(first) == ledger(second)
    made = sum(each.amount_pence or 0 for each in first.payments if each.was_made)
    left = sum(each.amount_pence or 0 for each in first.payments if each.state == "unmatched")
    assert first.paid_pence + left == made


def ledger(award: Award) -> list[Any]:
    """What is kept of the award's payments and of its first milestone."""
    entries = sorted(award.payments, key=lambda each: each.payment_reference)
    return [award.state, award.milestones[0], *entries]
