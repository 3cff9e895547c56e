"""The public figures, to the penny."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.domain.funding import RoundFunding, funding
from reporting.projections import changes_of
from unit.reporting.builders import Programme, award_and_pay, small_programme, submit

APPROVED = {"outcome": "approved", "awarded_pence": 2_500_000}


def figures(told: Programme) -> RoundFunding:
    """The first round's figures after these events."""
    tables = {name: list(rows.values()) for name, rows in changes_of(told.events).tables.items()}
    steps = tables.get("application_step", [])
    return funding(
        tables.get("funding_round", []),
        tables.get("application", []),
        {row["application"] for row in steps if row["happened"] == "application.submitted"},
        tables.get("award", []),
        tables.get("payment", []),
    )[0]


def money(told: Programme) -> tuple[int | None, int, int, int]:
    """Left, reserved, committed and paid."""
    line = figures(told).line
    return line.left_pence, line.reserved_pence, line.committed_pence, line.paid_pence


def a_round(budget: int = 5_000_000) -> Programme:
    told = Programme()
    told.round(budget=budget)
    return told


def test_an_approval_that_is_not_released_is_not_in_any_figure() -> None:
    told = a_round()
    submit(told, "0001")

    assert money(told) == (5_000_000, 0, 0, 0)


def test_a_released_approval_is_reserved_until_the_school_answers() -> None:
    told = a_round()
    submit(told, "0001")
    told.released("A-2026-0001", 2_500_000)
    assert money(told) == (2_500_000, 2_500_000, 0, 0)

    told.application("offer.accepted", "A-2026-0001", "accepted", **APPROVED)
    assert money(told) == (2_500_000, 0, 2_500_000, 0)


def an_upheld_appeal() -> Programme:
    """Declined, appealed, upheld, offered and accepted."""
    told, declined = a_round(), {"outcome": "declined", "awarded_pence": 0}
    submit(told, "0001")
    told.application("decision.released", "A-2026-0001", "released", **declined)
    told.application("appeal.received", "A-2026-0001", "released", **declined)
    told.application("application.decided", "A-2026-0001", "decided", **declined)
    upheld = {"outcome": "upheld", "awarded_pence": 2_500_000}
    told.application("appeal.decided", "A-2026-0001", "released", **upheld)
    return told


def test_upheld_appeal_counts_as_approved_once_and_not_as_declined() -> None:
    told = an_upheld_appeal()
    for happened in ("decision.released", "offer.made"):
        counts = figures(told).line.counts
        assert (counts.submitted, counts.approved, counts.declined) == (1, 1, 0)
        assert money(told) == (2_500_000, 2_500_000, 0, 0)
        told.application(happened, "A-2026-0001", "offered", **APPROVED)
    told.application("offer.accepted", "A-2026-0001", "accepted", **APPROVED)
    assert money(told) == (2_500_000, 0, 2_500_000, 0)


@pytest.mark.parametrize("outcome", ["dismissed", "upheld-unfunded"])
def test_appeal_that_brings_no_money_stays_declined(outcome: str) -> None:
    told = a_round()
    submit(told, "0001")
    appeal = {"outcome": outcome, "awarded_pence": 0}
    told.application("appeal.decided", "A-2026-0001", "released", **appeal)
    counts = figures(told).line.counts
    assert (counts.approved, counts.declined) == (0, 1)
    assert money(told) == (5_000_000, 0, 0, 0)


def test_paid_money_lies_within_the_committed() -> None:
    told = a_round()
    award_and_pay(told, "0001", 2_500_000, paid=833_333)

    assert money(told) == (2_500_000, 0, 2_500_000, 833_333)


def test_a_declined_lapsed_or_withdrawn_offer_frees_its_money() -> None:
    for happened, state in (
        ("offer.declined", "declined-by-school"),
        ("offer.lapsed", "lapsed"),
        ("application.withdrawn", "withdrawn"),
    ):
        told = a_round()
        told.released("A-2026-0001", 2_500_000)
        told.application(happened, "A-2026-0001", state, freed_pence=2_500_000, **APPROVED)

        assert money(told) == (5_000_000, 0, 0, 0)


def test_worked_example_3_a_terminated_award_keeps_only_what_was_paid() -> None:
    told = a_round()
    award_and_pay(told, "0001", 2_500_000, paid=833_333)
    told.award("award.terminated", "G-2026-0001", "terminated", awarded_pence=2_500_000)

    assert money(told) == (4_166_667, 0, 833_333, 833_333)


def test_worked_example_3_an_ended_award_keeps_what_it_did_not_free() -> None:
    told = a_round()
    award_and_pay(told, "0001", 2_500_000, paid=833_333)
    told.award("award.ended", "G-2026-0001", "ended", freed_pence=1_666_667)

    assert money(told) == (4_166_667, 0, 833_333, 833_333)


def test_a_variation_to_less_leaves_more() -> None:
    told = a_round()
    award_and_pay(told, "0001", 2_500_000, paid=833_333)
    told.award("award.varied", "G-2026-0001", freed_pence=16_667)

    assert money(told) == (2_516_667, 0, 2_483_333, 833_333)


def test_a_recovery_is_a_line_of_its_own_and_leaves_no_more() -> None:
    told = a_round()
    award_and_pay(told, "0001", 2_500_000, paid=833_333)
    ended = {"freed_pence": 1_666_667, "recovered_pence": 200_000, "to_recover_pence": 100_000}
    received = {"recovery_reference": "REC-1", "amount_pence": 200_000}
    told.award("recovery.recorded", "G-2026-0001", "ended", **ended, **received)

    assert money(told) == (4_166_667, 0, 833_333, 833_333)
    line = figures(told).as_json()
    assert (line["recovered_pence"], line["to_recover_pence"]) == (200_000, 100_000)


def test_a_payment_counts_once_and_not_at_all_when_failed_reversed_or_unmatched() -> None:
    for last, paid in (("recorded", 100), ("failed", 0), ("reversed", 0), ("unmatched", 0)):
        told = a_round()
        told.payment("recorded", "G-2026-0001", "BACS-1", 100)
        told.payment(last, "G-2026-0001", "BACS-1", 100)

        assert money(told)[3] == paid


def test_paid_and_not_matched_together_are_what_finance_paid() -> None:
    told = a_round()
    for state, reference, pence in (
        ("recorded", "BACS-1", 400_000),
        ("recorded", "BACS-2", 433_333),
        ("unmatched", "BACS-3", 833_333),
        ("reversed", "BACS-4", 5),
    ):
        told.payment(state, "G-2026-0001", reference, pence)

    report = figures(told).as_json()
    for line in (report, *report["categories"][:1]):
        assert (line["paid_pence"], line["not_matched_pence"]) == (833_333, 833_333)


def test_an_award_that_arrives_before_its_application_is_committed_already() -> None:
    told = a_round()
    told.award("award.made", "G-2026-0001")

    assert money(told) == (2_500_000, 0, 2_500_000, 0)


def test_counts_say_what_applications_came_to() -> None:
    counts = figures(small_programme()).line.counts.as_json()

    assert counts == {
        "submitted": 5,
        "ineligible": 1,
        "withdrawn": 1,
        "approved": 2,
        "declined": 1,
    }


def test_a_category_without_a_ceiling_has_neither_budget_nor_a_sum_left() -> None:
    found: dict[str, Any] = figures(small_programme()).as_json()
    categories = {line["category"]: line for line in found["categories"]}

    assert categories["research-project"]["left_pence"] is None
    assert categories["learning-hub"]["left_pence"] == 12_000_000 - 2_500_000


@given(st.permutations(small_programme().events))
def test_the_categories_add_up_to_the_round_in_whatever_order_events_came(order: Any) -> None:
    told = Programme()
    told.events = list(order)
    found = figures(told)

    for name in ("reserved_pence", "committed_pence", "paid_pence", "not_matched_pence"):
        categories = sum(getattr(line, name) for line in found.categories.values())
        assert categories == getattr(found.line, name)
    assert money(told) == (25_000_000 - 2_500_000 - 1_200_000, 1_200_000, 2_500_000, 833_333)
