"""The round's money: never more than there is, freed exactly once, under any concurrency."""

import asyncio
from typing import Any

from integration.applications.desk import Desk
from support import funding

SMALL = {
    "milestones": [
        {"title": "Interim lead in post", "due": "2027-01-22", "amount_pence": 4_000_000}
    ],
    "requested_pence": 4_000_000,
}


def an_approval(application: str, **changes: Any) -> dict[str, Any]:
    """Council and teaching school for: nobody of theirs has an interest in these schools."""
    votes = [{"person": person, "vote": "for"} for person in ("p-1001", "p-1002", "p-1004")]
    return funding.a_decision(application, votes=votes, **changes)


async def a_candidate(desk: Desk, number: int) -> str:
    """A developing school with its reviews in."""
    urn = f"{120_000 + number}"
    await desk.schools(urn)
    form = funding.a_developing_school(lead_school=urn, form_reference=f"FORM-{number:03}", **SMALL)
    return await desk.ready(form)


async def open_round(desk: Desk, budget_pence: int) -> None:
    """A round of that much money and one category."""
    category = {"category": "developing-school", "most_per_award_pence": 4_000_000}
    await desk.open_round(budget_pence=budget_pence, categories=[category])


async def test_example_3_an_approval_beyond_the_budget_says_what_it_is_short_of(
    desk: Desk,
) -> None:
    await open_round(desk, 5_000_000)
    a, b = [await a_candidate(desk, number) for number in (1, 2)]
    await desk.tell("decision", an_approval(a, awarded_pence=4_000_000))
    refused = an_approval(b, awarded_pence=1_500_000)
    assert await desk.tell("decision", refused) == "parked"
    [reason] = (await desk.said("event.rejected"))[-1]["reasons"]
    assert reason["code"] == "beyond-round-budget"
    assert "£5,000.00 more" in reason["message"]

    withdrawal = desk.delivery("withdrawal", funding.a_withdrawal("FORM-001"))
    assert [await desk.deliver(withdrawal) for _ in range(3)] == [
        "applied",
        "duplicate",
        "duplicate",
    ]
    assert await desk.held() == 0
    assert await desk.state(b) == "ready-for-panel"
    await desk.tell("decision", refused)
    assert await desk.held() == 1_500_000


async def test_a_category_has_a_ceiling_of_its_own(desk: Desk) -> None:
    category = {
        "category": "developing-school",
        "most_per_award_pence": 4_000_000,
        "ceiling_pence": 1_000_000,
    }
    await desk.open_round(categories=[category])
    reference = await a_candidate(desk, 1)
    await desk.tell("decision", an_approval(reference, awarded_pence=1_000_001))
    assert await desk.reasons() == ["beyond-category-budget"]


async def test_another_version_of_a_decision_does_not_count_its_own_money_twice(
    desk: Desk,
) -> None:
    await open_round(desk, 5_000_000)
    reference = await a_candidate(desk, 1)
    await desk.tell("decision", an_approval(reference, awarded_pence=4_000_000))
    again = an_approval(reference, awarded_pence=3_000_000, recorded_at="2026-11-05T18:00:00Z")
    assert await desk.tell("decision", again) == "applied"
    assert await desk.held() == 3_000_000


async def test_twenty_approvals_of_5000_pounds_at_once_on_50000_are_exactly_ten(
    desk: Desk,
) -> None:
    await open_round(desk, 5_000_000)
    references = [await a_candidate(desk, number) for number in range(20)]
    approvals = [
        desk.delivery("decision", an_approval(each, awarded_pence=500_000)) for each in references
    ]
    async with desk.replicas() as replicas:
        outcomes = await asyncio.gather(
            *(
                replicas[number % 3].processor.process(approval)
                for number, approval in enumerate(approvals)
            )
        )
    assert sorted(outcomes) == ["applied"] * 10 + ["parked"] * 10
    assert await desk.held() == 5_000_000
    assert len(await desk.said("application.decided")) == 10


async def test_a_round_is_not_announced_again_with_less_than_its_applications_hold(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.offered()
    assert await desk.tell("round", funding.a_round(budget_pence=2_499_900)) == "parked"
    assert await desk.reasons() == ["budget-below-held"]
    [reason] = (await desk.said("event.rejected"))[-1]["reasons"]
    assert "£1.00 less" in reason["message"]
    assert await desk.tell("round", funding.a_round(budget_pence=2_500_000)) == "applied"
    await desk.tell("withdrawal", funding.a_withdrawal())
    assert await desk.state(reference) == "withdrawn"
    assert await desk.tell("round", funding.a_round(budget_pence=100)) == "applied"


async def test_a_category_is_not_announced_again_with_less_than_its_applications_hold(
    desk: Desk,
) -> None:
    await desk.open_round()
    await desk.offered()
    categories = funding.a_round()["categories"]
    categories[0] |= {"ceiling_pence": 2_000_000}
    assert await desk.tell("round", funding.a_round(categories=categories)) == "parked"
    assert await desk.reasons() == ["ceiling-below-held"]


async def test_terms_that_come_after_those_that_replaced_them_bind_nothing_that_is_held(
    desk: Desk,
) -> None:
    await desk.open_round()
    await desk.offered()
    older = {"time": "2026-10-01T00:00:00Z"}
    assert await desk.tell("round", funding.a_round(budget_pence=100), **older) == "applied"
    assert (await desk.said("round.opened"))[-1]["budget_pence"] == 25_000_000


async def test_a_smaller_budget_and_an_approval_at_once_are_never_both_granted(
    desk: Desk,
) -> None:
    await open_round(desk, 5_000_000)
    references = [await a_candidate(desk, number) for number in range(4)]
    approvals = [an_approval(each, awarded_pence=500_000) for each in references]
    said = [desk.delivery("decision", each) for each in approvals]
    category = {"category": "developing-school", "most_per_award_pence": 4_000_000}
    smaller = funding.a_round(budget_pence=1_000_000, categories=[category])
    said.insert(2, desk.delivery("round", smaller))
    async with desk.replicas() as replicas:
        await asyncio.gather(
            *(replicas[n % 3].processor.process(each) for n, each in enumerate(said))
        )
    assert await desk.held() <= (await desk.said("round.opened"))[-1]["budget_pence"]


async def test_an_approval_dated_before_the_smaller_budget_and_coming_after_it_keeps_within_it(
    desk: Desk,
) -> None:
    await open_round(desk, 5_000_000)
    reference = await a_candidate(desk, 1)
    approval = desk.delivery("decision", an_approval(reference, awarded_pence=4_000_000))
    await open_round(desk, 1_000_000)
    assert await desk.deliver(approval) == "parked"
    assert await desk.reasons() == ["beyond-round-budget"]
