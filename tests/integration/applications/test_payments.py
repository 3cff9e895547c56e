"""The ledger: what the finance system says is entered once, whenever and however often it says."""

from datetime import timedelta

import pytest

from integration.applications.desk import Desk
from support import funding


async def paid(desk: Desk) -> int:
    """What the award counts as paid, as its last event says."""
    return int((await desk.said("payment.recorded"))[-1]["paid_pence"])


async def states(desk: Desk) -> list[str]:
    """The milestones' states."""
    rows = await desk.rows("milestone")
    return [row["state"] for row in sorted(rows, key=lambda row: row["number"])]


async def test_a_payment_waits_for_the_acceptance_of_its_milestone(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    assert await desk.tell("payment", funding.a_payment(award)) == "waiting"
    await desk.accepted_milestone(award)
    assert await states(desk) == ["paid", "due", "due"]
    assert await paid(desk) == 833_333


async def test_after_a_day_of_waiting_a_payment_is_unmatched_and_still_finds_its_milestone(
    desk: Desk,
) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.tell("payment", funding.a_payment(award))
    desk.now += timedelta(hours=23, minutes=59)
    await desk.settle()
    assert await desk.said("payment.unmatched") == []
    desk.now += timedelta(minutes=1)
    await desk.settle()
    await desk.settle()
    [unmatched] = await desk.said("payment.unmatched")
    assert (unmatched["amount_pence"], unmatched["paid_pence"]) == (833_333, 0)
    assert await desk.reasons() == ["overdue"]
    await desk.accepted_milestone(award)
    assert await paid(desk) == 833_333
    assert [row["state"] for row in await desk.rows("payment")] == ["recorded"]


async def test_an_overdue_payment_is_unmatched_as_soon_as_its_award_is_known(desk: Desk) -> None:
    await desk.open_round()
    assert await desk.tell("payment", funding.a_payment("G-2026-0001")) == "waiting"
    desk.now += timedelta(hours=24)
    await desk.settle()
    assert (await desk.said("payment.unmatched"), await desk.reasons()) == ([], ["overdue"])
    assert await desk.awarded() == "G-2026-0001"
    [unmatched] = await desk.said("payment.unmatched")
    assert unmatched["payment_reference"] == "BACS-884213"
    assert await desk.rows("inbox", state="waiting") == [], "in the ledger it waits no longer"
    assert len(await desk.said("event.rejected")) == 1, "its publisher knows that already"
    await desk.accepted_milestone("G-2026-0001")
    assert await paid(desk) == 833_333
    assert [row["state"] for row in await desk.rows("payment")] == ["recorded"]


@pytest.mark.parametrize("first", ["payment", "failure"])
async def test_made_and_failed_under_one_reference_is_reversed_in_either_order(
    desk: Desk, first: str
) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    said = {"payment": funding.a_payment(award), "failure": funding.a_failed_payment(award)}
    for kind in sorted(said, key=lambda kind: kind != first):
        assert await desk.tell(kind, said[kind]) == "applied"
    [entry] = await desk.rows("payment")
    assert (entry["state"], entry["amount_pence"]) == ("reversed", 833_333)
    assert await states(desk) == ["payable", "due", "due"]
    assert [each["paid_pence"] for each in await desk.said("payment.reversed")] == [0]


async def test_a_failure_lets_a_waiting_payment_become_a_reversal(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    assert await desk.tell("payment", funding.a_payment(award)) == "waiting"
    await desk.tell("failure", funding.a_failed_payment(award))
    assert [row["state"] for row in await desk.rows("payment")] == ["reversed"]


async def test_the_same_reference_with_other_content_is_refused_with_both_figures(
    desk: Desk,
) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award))
    await desk.tell("payment", funding.a_payment(award, amount_pence=900_000))
    assert await desk.reasons() == ["payment-reference-reused"]
    [reason] = (await desk.said("event.rejected"))[-1]["reasons"]
    assert "£8,333.33" in reason["message"]
    assert "£9,000.00" in reason["message"]
    assert await paid(desk) == 833_333


async def test_the_same_payment_under_a_new_event_counts_once(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    for _ in range(3):
        assert await desk.tell("payment", funding.a_payment(award)) == "applied"
    assert len(await desk.said("payment.recorded")) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"amount_pence": 833_334},
        {"milestone": 9},
        {"payment_reference": "BACS-2"},
    ],
    ids=["larger than the milestone", "no such milestone", "paid before"],
)
async def test_a_payment_that_fits_no_milestone_is_unmatched_at_once(
    desk: Desk, other: dict[str, object]
) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    if "payment_reference" in other:
        await desk.tell("payment", funding.a_payment(award))
    await desk.tell("payment", funding.a_payment(award, **other))
    [unmatched] = await desk.said("payment.unmatched")
    assert unmatched["reason"] == unmatched["warnings"][0]["message"]


async def test_two_payments_of_case_f09_pay_the_milestone_together(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    parts = {"BACS-P1": 400_000, "BACS-P2": 433_333}
    for reference, pence in parts.items():
        part = funding.a_payment(award, payment_reference=reference, amount_pence=pence)
        assert await desk.tell("payment", part) == "applied"
    assert await desk.said("payment.unmatched") == []
    assert len(await desk.said("milestone.paid")) == 1
    assert (await paid(desk), await states(desk)) == (833_333, ["paid", "due", "due"])
    await desk.tell("payment", funding.a_payment(award))
    [unmatched] = await desk.said("payment.unmatched")
    assert [each["code"] for each in unmatched["warnings"]] == ["beyond-milestone"]
    assert await paid(desk) == 833_333


async def test_payment_with_an_unmet_condition_is_recorded_with_warnings(desk: Desk) -> None:
    await desk.open_round()
    condition = {"code": "COND-1", "text": "Send a revised budget", "due": "2026-12-01"}
    award = await desk.awarded(outcome="approved-with-conditions", conditions=[condition])
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award))
    [recorded] = await desk.said("payment.recorded")
    codes = [each["code"] for each in recorded["warnings"]]
    assert codes == ["condition-unmet", "without-request"]
    [entry] = await desk.rows("payment")
    assert "COND-1" in str(entry["warnings"])


async def test_new_request_follows_a_reversal_under_a_new_number(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award))
    await desk.tell("failure", funding.a_failed_payment(award))
    requests = [each["payment_request"] for each in await desk.said("payment.requested")]
    assert requests == [f"{award}/1", f"{award}/1-2"]


async def test_a_second_payment_takes_the_place_of_one_that_came_back(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award))
    await desk.tell("payment", funding.a_payment(award, payment_reference="BACS-2"))
    await desk.tell("failure", funding.a_failed_payment(award))
    entries = {row["payment_reference"]: row["state"] for row in await desk.rows("payment")}
    assert entries == {"BACS-884213": "reversed", "BACS-2": "recorded"}
    assert await states(desk) == ["paid", "due", "due"]


async def test_a_payment_is_matched_by_our_own_request(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    [request] = await desk.said("payment.requested")
    payment = funding.a_payment(award, milestone=9, payment_request=request["payment_request"])
    for _ in range(2):
        assert await desk.tell("payment", payment) == "applied"
    [recorded] = await desk.said("payment.recorded")
    assert recorded["milestone"] == 1


async def test_the_last_payment_completes_the_award_and_a_reversal_reopens_it(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    for number, pence in enumerate((833_333, 1_250_000, 416_667), start=1):
        await desk.accepted_milestone(award, number)
        payment = funding.a_payment(
            award, payment_reference=f"BACS-{number}", milestone=number, amount_pence=pence
        )
        await desk.tell("payment", payment)
    [completed] = await desk.said("award.completed")
    assert (completed["state"], completed["paid_pence"]) == ("completed", 2_500_000)
    await desk.tell("failure", funding.a_failed_payment(award, payment_reference="BACS-1"))
    assert (await desk.said("payment.reversed"))[-1]["state"] == "active"


async def test_a_payment_for_an_award_that_nobody_knows_waits(desk: Desk) -> None:
    assert await desk.tell("payment", funding.a_payment()) == "waiting"


@pytest.mark.parametrize("kind", ["payment", "failure", "evidence", "assessment"])
@pytest.mark.parametrize("number", [2**31, 10**19])
async def test_a_milestone_beyond_what_a_store_holds_is_refused_by_its_name(
    desk: Desk, kind: str, number: int
) -> None:
    """The contract sets no most: the store must not find out, and fail at it for ever."""
    await desk.open_round()
    award = await desk.awarded()
    payloads = {
        "payment": funding.a_payment,
        "failure": funding.a_failed_payment,
        "evidence": funding.some_evidence,
        "assessment": funding.an_assessment,
    }
    assert await desk.tell(kind, payloads[kind](award, milestone=number)) == "parked"
    [rejected] = await desk.said("event.rejected")
    assert "The field milestone" in rejected["reasons"][0]["message"]
