"""What comes late, twice or after its time changes what it may, and nothing else."""

from typing import Any

import pytest

from integration.applications.desk import Desk
from support import funding

TWO_FOR = [{"person": "p-1001", "vote": "for"}, {"person": "p-1004", "vote": "for"}]
DECEMBER = {"reference": "LDT-2026-12", "held_on": "2026-12-03"}


def deferral(reference: str, **changes: Any) -> dict[str, Any]:
    """The November meeting wants to know more."""
    return funding.a_decision(reference, outcome="deferred", awarded_pence=0, **changes)


def second_decision(reference: str, **changes: Any) -> dict[str, Any]:
    """The December meeting approves."""
    given = {"meeting": DECEMBER, "recorded_at": "2026-12-03T17:00:00Z", **changes}
    return funding.a_decision(reference, **given)


def second_release(reference: str) -> dict[str, Any]:
    """Its release."""
    return funding.a_release(reference, meeting="LDT-2026-12", released_at="2026-12-04T09:00:00Z")


async def test_an_interest_declared_after_a_deferral_counts_at_the_next_meeting(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.offered(outcome="deferred", awarded_pence=0)
    interest = funding.an_interest(person="p-1004", declared_at="2026-11-20T10:00:00Z")
    await desk.tell("interest", interest)
    decision = second_decision(reference, votes=TWO_FOR)
    assert await desk.tell("decision", decision) == "parked"
    assert await desk.reasons() == ["inquorate"]


async def test_a_deferral_released_after_the_next_decision_leaves_the_offer_as_it_is(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", deferral(reference))
    await desk.tell("decision", second_decision(reference))
    await desk.tell("release", second_release(reference))
    assert await desk.tell("release", funding.a_release(reference)) == "applied"
    [row] = await desk.rows("application")
    assert (row["state"], row["outcome"], row["awarded_pence"]) == (
        "offered",
        "approved",
        2_500_000,
    )
    assert len(await desk.said("decision.released")) == 1


async def test_an_older_decision_that_comes_after_the_release_of_the_newer_is_kept_as_replaced(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", second_decision(reference))
    await desk.tell("release", second_release(reference))
    assert await desk.tell("release", funding.a_release(reference)) == "waiting"
    assert await desk.tell("decision", deferral(reference)) == "applied"
    assert await desk.rows("inbox", state="waiting") == []
    statuses = {row["meeting"]: row["status"] for row in await desk.rows("decision")}
    assert statuses == {"LDT-2026-11": "replaced", "LDT-2026-12": "stands"}
    assert await desk.state(reference) == "offered"
    assert await desk.held() == 2_500_000


async def test_a_void_decision_is_not_released_beside_a_later_one(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference, votes=TWO_FOR))
    late = funding.an_interest(person="p-1004", declared_at="2026-11-06T10:00:00Z")
    await desk.tell("interest", late)
    three = [{"person": person, "vote": "for"} for person in ("p-1001", "p-1003", "p-1005")]
    await desk.tell("decision", second_decision(reference, votes=three, awarded_pence=1_000_000))
    assert await desk.tell("release", funding.a_release(reference)) == "parked"
    assert await desk.reasons() == ["decision-replaced"]
    assert await desk.held() == 1_000_000
    await desk.tell("release", second_release(reference))
    assert await desk.held() == 1_000_000
    assert await desk.state(reference) == "offered"


@pytest.mark.parametrize("review_first", [True, False])
async def test_a_voter_who_scores_after_the_release_takes_no_offer_back(
    desk: Desk, review_first: bool
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference, votes=TWO_FOR))
    review = funding.a_review("p-1004", recorded_at="2026-11-10T09:00:00Z")
    said = [("review", review), ("release", funding.a_release(reference))]
    for kind, data in said if review_first else reversed(said):
        await desk.tell(kind, data)
    assert await desk.state(reference) == "offered"
    assert await desk.held() == 2_500_000


async def test_a_voter_who_scored_before_the_release_voids_the_decision(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered(votes=TWO_FOR)
    await desk.tell("review", funding.a_review("p-1004"))
    assert await desk.state(reference) == "ready-for-panel"
    assert await desk.held() == 0


async def test_a_condition_of_a_declined_application_is_refused(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered(**funding.DECLINED)
    assert await desk.tell("condition", funding.a_condition_met(reference)) == "parked"


async def test_a_form_is_judged_by_the_closing_that_followed_its_own_terms(desk: Desk) -> None:
    await desk.open_round()
    await desk.tell("closing", a_closing("2026-10-01T12:00:00Z"), time="2026-11-02T00:00:00Z")
    await desk.tell("round", funding.a_round(), time="2026-11-03T00:00:00Z")
    await desk.tell("closing", a_closing("2026-10-16T10:59:00Z"), time="2026-11-04T00:00:00Z")
    form = funding.a_hub(submitted_at="2026-10-05T12:00:00Z")
    await desk.tell("form", form, time="2026-11-02T12:00:00Z")
    assert await desk.state() == "ineligible"


def a_closing(closed_at: str) -> dict[str, Any]:
    """The round is closed early."""
    return {
        "round": "2026-AUT",
        "kind": "closed-early",
        "reason": "Enough came in",
        "closed_by": "p-1001",
        "closed_at": closed_at,
    }


async def test_a_school_proposed_to_close_is_open_still_and_is_paid(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.tell("school", funding.a_school(status_code="3"), aggregateversion=2)
    await desk.accepted_milestone(award)
    assert len(await desk.said("payment.requested")) == 1


async def test_a_closed_school_is_not_paid(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    closed = funding.a_school(status_code="2", close_date="2026-11-20")
    await desk.tell("school", closed, aggregateversion=2)
    await desk.accepted_milestone(award)
    assert await desk.said("payment.requested") == []


async def test_a_milestone_without_money_is_neither_asked_for_nor_holds_the_award_open(
    desk: Desk,
) -> None:
    await desk.open_round()
    milestones = [
        {"title": "Hub lead appointed", "due": "2027-01-29", "amount_pence": 3_000_000},
        {"title": "Findings shared", "due": "2027-07-16", "amount_pence": 0},
    ]
    award = await desk.awarded(funding.a_hub(milestones=milestones))
    await desk.accepted_milestone(award, 1)
    await desk.tell("payment", funding.a_payment(award, amount_pence=2_500_000))
    assert await desk.said("award.completed") == []
    await desk.accepted_milestone(award, 2)
    assert [each["amount_pence"] for each in await desk.said("payment.requested")] == [2_500_000]
    assert len(await desk.said("award.completed")) == 1


async def test_a_deferred_application_is_superseded_by_a_later_form(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered(
        funding.a_hub(submitted_at="2026-10-01T12:00:00Z"), outcome="deferred", awarded_pence=0
    )
    await desk.apply(funding.a_hub(form_reference="FORM-2026-000200"))
    assert await desk.state(reference) == "superseded"
