"""An award that ends early: unpaid money is free once, and what came back is counted once."""

from typing import Any

from integration.applications.desk import Desk
from integration.applications.test_ledger import differences, movements
from support import funding


async def paid_award(desk: Desk, **terms: Any) -> str:
    """The worked example: 2,500,000 awarded, the first milestone's 833,333 paid."""
    await desk.open_round(**terms)
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award))
    return award


async def test_end_frees_what_is_unpaid_once(desk: Desk) -> None:
    award = await paid_award(desk, budget_pence=5_000_000)
    for _ in range(3):
        await desk.tell("end", funding.an_end(award, recover_pence=833_333))
    [ended] = await desk.said("award.ended")
    assert (ended["state"], ended["freed_pence"]) == ("ended", 1_666_667)
    assert (ended["paid_pence"], ended["to_recover_pence"]) == (833_333, 833_333)
    assert 5_000_000 - await desk.held() == 4_166_667
    assert (await movements(desk))[-1] == ("free", 1_666_667, "committed", None)
    assert await differences(desk) == []


async def test_claim_of_a_penny_more_than_was_paid_is_refused(desk: Desk) -> None:
    award = await paid_award(desk)
    await desk.tell("end", funding.an_end(award, recover_pence=833_334))
    assert await desk.reasons() == ["claim-beyond-paid"]
    assert await desk.held() == 2_500_000


async def test_recovery_counts_once_and_lowers_the_claim(desk: Desk) -> None:
    award = await paid_award(desk)
    await desk.tell("end", funding.an_end(award))
    for _ in range(2):
        await desk.tell("recovery", funding.a_recovery(award, amount_pence=200_000))
    [recovered] = await desk.said("recovery.recorded")
    assert (recovered["recovered_pence"], recovered["to_recover_pence"]) == (200_000, 100_000)
    assert recovered["warnings"] == []
    assert (await movements(desk))[-1] == ("recover", 200_000, None, "recovered")
    assert await differences(desk) == []


async def test_payment_of_an_ended_award_is_kept_and_pays_nothing(desk: Desk) -> None:
    award = await paid_award(desk)
    await desk.accepted_milestone(award, 2)
    await desk.tell("end", funding.an_end(award))
    late = funding.a_payment(
        award, payment_reference="BACS-9", milestone=2, amount_pence=1_250_000, paid_on="2027-06-03"
    )
    await desk.tell("payment", late)
    [unmatched] = await desk.said("payment.unmatched")
    assert unmatched["warnings"][0]["code"] == "award-ended"
    assert unmatched["paid_pence"] == 833_333
    assert await differences(desk) == []


async def test_payment_from_before_the_end_that_is_told_later_takes_its_money_again(
    desk: Desk,
) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    await desk.tell("end", funding.an_end(award, recover_pence=0))
    assert await desk.held() == 0
    await desk.tell("payment", funding.a_payment(award), time="2027-02-05T10:00:00Z")
    assert await desk.held() == 833_333
    first, again = await desk.said("award.ended")
    assert (first["freed_pence"], again["freed_pence"]) == (2_500_000, 1_666_667)
    assert await desk.said("payment.unmatched") == []
    assert await differences(desk) == []


async def test_payment_that_comes_back_after_the_end_is_freed_too(desk: Desk) -> None:
    award = await paid_award(desk)
    await desk.tell("end", funding.an_end(award, recover_pence=0))
    await desk.tell("failure", funding.a_failed_payment(award))
    freed = [each["freed_pence"] for each in await desk.said("award.ended")]
    assert freed == [1_666_667, 2_500_000]
    assert await desk.held() == 0
    assert await desk.said("payment.requested") != []
    assert await differences(desk) == []


async def test_end_that_claims_nothing_holds_whatever_came_back_before(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.tell("recovery", funding.a_recovery(award, received_on="2027-05-01"))
    await desk.tell("end", funding.an_end(award, recover_pence=0))
    [told] = await desk.said("recovery.recorded")
    assert [each["code"] for each in told["warnings"]] == ["without-claim"]
    assert len(await desk.said("award.ended")) == 1


async def test_other_end_of_the_same_instant_is_refused(desk: Desk) -> None:
    award = await paid_award(desk)
    await desk.tell("end", funding.an_end(award))
    await desk.tell("end", funding.an_end(award, recover_pence=1))
    assert await desk.reasons() == ["contradicts-earlier"]


async def test_corrected_claim_is_never_below_what_came_back(desk: Desk) -> None:
    award = await paid_award(desk)
    await desk.tell("end", funding.an_end(award))
    await desk.tell("recovery", funding.a_recovery(award, amount_pence=200_000))
    less = {"ended_at": "2027-07-02T10:00:00Z"}
    await desk.tell("end", funding.an_end(award, recover_pence=199_999, **less))
    assert await desk.reasons() == ["claim-below-recovered"]
    await desk.tell("end", funding.an_end(award, recover_pence=200_000, **less))
    assert (await desk.said("award.ended"))[-1]["to_recover_pence"] == 0


async def test_money_beyond_the_claim_is_kept_with_a_warning(desk: Desk) -> None:
    award = await paid_award(desk)
    await desk.tell("end", funding.an_end(award))
    await desk.tell("recovery", funding.a_recovery(award, amount_pence=300_001))
    [told] = await desk.said("recovery.recorded")
    assert [each["code"] for each in told["warnings"]] == ["beyond-claim"]
    assert (told["recovered_pence"], told["to_recover_pence"]) == (300_001, 0)
    assert await differences(desk) == []


async def test_recovery_reference_with_another_sum_is_refused_with_both(desk: Desk) -> None:
    award = await paid_award(desk)
    await desk.tell("recovery", funding.a_recovery(award))
    await desk.tell("recovery", funding.a_recovery(award, amount_pence=300_001))
    [reason] = (await desk.said("event.rejected"))[-1]["reasons"]
    assert reason["code"] == "recovery-reference-reused"
    assert "£3,000.00" in reason["message"]
    assert "£3,000.01" in reason["message"]


async def test_completed_award_can_be_ended_to_claim_money_back(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    for number, pence in enumerate((833_333, 1_250_000, 416_667), 1):
        await desk.accepted_milestone(award, number)
        paid = funding.a_payment(
            award, payment_reference=f"BACS-{number}", milestone=number, amount_pence=pence
        )
        await desk.tell("payment", paid)
    await desk.tell("end", funding.an_end(award))
    [ended] = await desk.said("award.ended")
    assert (ended["freed_pence"], ended["to_recover_pence"]) == (0, 300_000)


async def test_end_and_recovery_wait_for_their_award(desk: Desk) -> None:
    assert await desk.tell("end", funding.an_end()) == "waiting"
    assert await desk.tell("recovery", funding.a_recovery()) == "waiting"


async def test_ended_award_reminds_of_nothing(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.tell("end", funding.an_end(award, recover_pence=0, ended_at="2026-12-01T10:00:00Z"))
    assert not [each for each in await desk.rows("timer") if award in each["subject"]]


async def test_earlier_end_that_comes_later_says_anew_what_a_recovery_is(desk: Desk) -> None:
    """The claim begins with the first end: money that came back after it counts against it."""
    award = await paid_award(desk)
    later = "2027-06-03T10:00:00Z"
    await desk.tell("end", funding.an_end(award, ended_at=later))
    await desk.tell("recovery", funding.a_recovery(award, received_on="2027-06-02"))
    assert (await desk.said("recovery.recorded"))[0]["to_recover_pence"] == 300_000
    await desk.tell("end", funding.an_end(award))
    assert [each["to_recover_pence"] for each in await desk.said("award.ended")] == [300_000, 0]
    [kept] = await desk.rows("recovery")
    assert kept["warnings"] in ("[]", [])
