"""A grant's money by its events alone, in whatever order they are read."""

import random
from typing import Any

from reporting.domain.entry import Entry
from reporting.domain.grant_money import GrantMoney
from unit.reporting.builders import Programme

APPROVED = {"outcome": "approved", "awarded_pence": 2_500_000}


def entries(told: Programme) -> list[Entry]:
    """The journal's entries of these events."""
    return [
        Entry(
            position=position,
            id=event.id,
            source=event.source,
            type=event.type,
            subject=event.subject or "",
            time=event.time,
            recorded_at=event.time,
            aggregate_version=event.aggregate_version or 0,
            correlation_id=None,
            causation_id=None,
            trace_id=None,
            data=event.data,
        )
        for position, event in enumerate(told.events, 1)
    ]


def money(told: Programme) -> dict[str, Any]:
    """The figures that are not 0."""
    found = GrantMoney.told("A-2026-0001", entries(told)).as_json()
    return {name: pence for name, pence in found.items() if pence and name != "application"}


def offered(**changes: Any) -> Programme:
    """An offer of £25,000."""
    told = Programme()
    told.application("application.submitted", "A-2026-0001", "received")
    told.released("A-2026-0001", 2_500_000)
    told.application("offer.made", "A-2026-0001", "offered", **APPROVED | changes)
    return told


def accepted() -> Programme:
    """An award of £25,000."""
    told = offered()
    told.application("offer.accepted", "A-2026-0001", "accepted", **APPROVED)
    told.award("award.made", "G-2026-0001")
    return told


def test_offer_reserves_and_acceptance_commits() -> None:
    assert money(offered()) == {"reserved_pence": 2_500_000}
    assert money(accepted()) == {"committed_pence": 2_500_000}


def test_lapsed_offer_frees_its_money_and_a_late_acceptance_commits_it_again() -> None:
    told = offered()
    told.application("offer.lapsed", "A-2026-0001", "lapsed", **APPROVED)
    assert money(told) == {"freed_pence": 2_500_000}
    told.application("offer.accepted", "A-2026-0001", "accepted", **APPROVED)
    assert money(told) == {"committed_pence": 2_500_000, "freed_pence": 2_500_000}


def test_smaller_offer_in_place_of_the_first_frees_the_difference() -> None:
    told = offered()
    told.application(
        "offer.made", "A-2026-0001", "offered", outcome="approved", awarded_pence=2_000_000
    )
    assert money(told) == {"reserved_pence": 2_000_000, "freed_pence": 500_000}


def test_application_on_hold_keeps_what_it_held() -> None:
    told = offered()
    told.application("application.held", "A-2026-0001", "on-hold", **APPROVED)
    assert money(told) == {"reserved_pence": 2_500_000}


def test_payment_that_came_back_pays_nothing_and_a_second_one_counts() -> None:
    told = accepted()
    told.payment("recorded", "G-2026-0001", "BACS-1", 833_333)
    told.payment("reversed", "G-2026-0001", "BACS-1", 833_333)
    told.payment("recorded", "G-2026-0001", "BACS-2", 800_000)
    assert money(told) == {"committed_pence": 2_500_000, "paid_pence": 800_000}


def test_ended_award_frees_what_is_unpaid_and_a_recovery_counts_once() -> None:
    told = accepted()
    told.payment("recorded", "G-2026-0001", "BACS-1", 833_333)
    told.award("award.ended", "G-2026-0001", "ended", freed_pence=1_666_667)
    for _ in range(2):
        told.award(
            "recovery.recorded",
            "G-2026-0001",
            "ended",
            recovery_reference="REC-1",
            amount_pence=300_000,
        )
    assert money(told) == {
        "committed_pence": 833_333,
        "paid_pence": 833_333,
        "freed_pence": 1_666_667,
        "recovered_pence": 300_000,
    }


def test_order_in_which_the_entries_are_read_changes_nothing() -> None:
    told = accepted()
    told.payment("recorded", "G-2026-0001", "BACS-1", 833_333)
    told.award("award.ended", "G-2026-0001", "ended", freed_pence=1_666_667)
    shuffled = entries(told)
    random.Random(8).shuffle(shuffled)
    read = GrantMoney.told("A-2026-0001", shuffled).as_json()
    assert read == GrantMoney.told("A-2026-0001", entries(told)).as_json()
