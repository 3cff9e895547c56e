"""No money for a school that has closed: nothing is approved for it, released or offered to it."""

from integration.applications.desk import Desk
from support import funding


async def close(desk: Desk, urn: str, on: str) -> None:
    """The register says that it closed."""
    closed = funding.a_school(urn, status_code="2", close_date=on)
    await desk.tell("school", closed, aggregateversion=2)


async def test_nothing_is_approved_for_a_lead_that_closed_before_the_vote(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await close(desk, "151369", "2026-11-04")
    assert await desk.tell("decision", funding.a_decision(reference)) == "waiting"
    assert (await desk.state(reference), await desk.held()) == ("on-hold", 0)


async def test_nothing_is_approved_where_a_partner_closed_and_too_few_are_left(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await close(desk, "111632", "2026-11-04")
    assert await desk.tell("decision", funding.a_decision(reference)) == "parked"
    assert await desk.reasons() == ["not-in-this-state"]
    assert (await desk.state(reference), await desk.held()) == ("ineligible", 0)


async def test_decision_is_not_released_to_a_closed_school_and_the_earmark_stays(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference))
    await close(desk, "151369", "2026-11-05")
    assert await desk.tell("release", funding.a_release(reference)) == "waiting"
    assert (await desk.state(reference), await desk.held()) == ("on-hold", 2_500_000)
    assert await desk.said("offer.made") == []


async def test_decline_is_released_to_a_closed_school(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await close(desk, "151369", "2026-11-04")
    await desk.tell("decision", funding.a_decision(reference, **funding.DECLINED))
    assert await desk.tell("release", funding.a_release(reference)) == "applied"


async def test_school_that_closes_after_the_release_keeps_its_offer(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference))
    await close(desk, "151369", "2026-11-06")
    assert await desk.tell("release", funding.a_release(reference)) == "applied"


async def test_decline_with_more_votes_for_than_against_is_refused(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    decision = funding.a_decision(reference, outcome="declined", awarded_pence=0)
    assert await desk.tell("decision", decision) == "parked"
    assert await desk.reasons() == ["votes-contradict-outcome"]
    tie = [
        {"person": "p-1001", "vote": "for"},
        {"person": "p-1004", "vote": "against"},
        {"person": "p-1005", "vote": "abstain"},
    ]
    assert await desk.tell("decision", decision | {"votes": tie}) == "applied"
