"""What is overtaken on its way is judged by its own instant, not by its arrival."""

from typing import Any

from integration.applications.desk import Desk
from support import funding

WITHDRAWAL = funding.a_withdrawal(withdrawn_at="2026-11-09T10:00:00Z")  # after the release
BEFORE_IT, AFTER_IT = "2026-11-08T10:00:00Z", "2026-11-10T10:00:00Z"
TWO_FOR = [{"person": "p-1001", "vote": "for"}, {"person": "p-1004", "vote": "for"}]


async def overtaken(desk: Desk) -> str:
    """Withdrawn after its release, but the withdrawal came before the decision."""
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("withdrawal", WITHDRAWAL)
    return reference


def last_word(reference: str, **changes: Any) -> dict[str, Any]:
    """What the meeting put on record an hour later, still before the release."""
    later = {"recorded_at": "2026-11-05T18:00:00Z", "awarded_pence": 1_500_000}
    return funding.a_decision(reference, **later | changes)


async def test_a_decision_and_release_of_before_the_withdrawal_are_told_and_hold_no_money(
    desk: Desk,
) -> None:
    reference = await overtaken(desk)
    assert await desk.tell("release", funding.a_release(reference)) == "waiting"
    assert await desk.tell("decision", funding.a_decision(reference)) == "applied"
    [row] = await desk.rows("application")
    assert (row["state"], row["outcome"], row["held_pence"]) == ("withdrawn", "approved", 0)
    assert await desk.rows("inbox", state="waiting") == []
    [told] = await desk.said("decision.released")
    assert (told["state"], told["outcome"]) == ("withdrawn", "approved")
    assert await desk.said("offer.made") == []
    assert await desk.rows("timer", name="offer-lapses") == []


async def test_a_decision_of_before_the_withdrawal_still_waits_for_its_reviews(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.apply()
    await desk.tell("withdrawal", WITHDRAWAL)
    assert await desk.tell("decision", funding.a_decision(reference)) == "waiting"
    for reviewer in ("p-2001", "p-2002"):
        await desk.tell("review", funding.a_review(reviewer, reference))
    assert len(await desk.rows("decision")) == 1
    assert await desk.state() == "withdrawn"


async def test_an_answer_given_before_the_withdrawal_stands_in_its_place(desk: Desk) -> None:
    reference = await overtaken(desk)
    answer = funding.an_answer(reference, answered_at=BEFORE_IT)
    assert await desk.tell("answer", answer) == "waiting"
    await desk.tell("decision", funding.a_decision(reference))
    await desk.tell("release", funding.a_release(reference))
    assert await desk.state() == "accepted"
    assert await desk.held() == 2_500_000
    assert len(await desk.said("award.made")) == 1


async def test_what_is_dated_after_the_withdrawal_is_refused(desk: Desk) -> None:
    reference = await overtaken(desk)
    late = funding.a_decision(reference, recorded_at=AFTER_IT)
    assert await desk.tell("decision", late) == "parked"
    assert await desk.reasons() == ["not-in-this-state"]


async def test_of_two_withdrawals_the_earlier_stands_whichever_comes_first(desk: Desk) -> None:
    reference = await overtaken(desk)
    earlier = funding.a_withdrawal(withdrawn_at="2026-11-01T10:00:00Z")
    assert await desk.tell("withdrawal", earlier) == "applied"
    assert await desk.tell("decision", funding.a_decision(reference)) == "parked"
    assert len(await desk.said("application.withdrawn")) == 1


async def test_a_release_tells_its_meetings_last_word_even_if_that_comes_after_it(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.offered()
    assert await desk.tell("decision", last_word(reference)) == "applied"
    statuses = {row["awarded_pence"]: row for row in await desk.rows("decision")}
    assert statuses[2_500_000]["status"] == "replaced"
    assert statuses[2_500_000]["released_at"] is None
    assert statuses[1_500_000]["released_by"] == "p-1007"
    assert await desk.state() == "offered"
    assert await desk.held() == 1_500_000
    assert [each["awarded_pence"] for each in await desk.said("offer.made")] == [
        2_500_000,
        1_500_000,
    ]


async def test_a_last_word_that_declines_takes_the_offer_back(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    await desk.tell("decision", last_word(reference, **funding.DECLINED))
    [row] = await desk.rows("application")
    assert (row["state"], row["outcome"], row["held_pence"]) == ("released", "declined", 0)
    assert await desk.rows("timer", name="offer-lapses") == []
    assert await desk.tell("answer", funding.an_answer(reference)) == "parked"


async def test_a_last_word_that_comes_after_the_answer_is_refused(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    assert await desk.tell("decision", last_word("A-2026-0001")) == "parked"
    assert await desk.reasons() == ["not-in-this-state"]


async def test_a_last_word_is_not_released_by_whoever_recorded_it(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    assert await desk.tell("decision", last_word(reference, recorded_by="p-1007")) == "parked"
    assert await desk.reasons() == ["duties-release"]
    assert await desk.held() == 2_500_000


async def test_an_interest_declared_after_the_vote_prevents_no_decision_but_may_void_it(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    declared = "2026-11-05T20:00:00Z"  # between the vote and the release
    await desk.tell("interest", funding.an_interest(person="p-1004", declared_at=declared))
    assert await desk.tell("decision", funding.a_decision(reference, votes=TWO_FOR)) == "applied"
    assert [row["status"] for row in await desk.rows("decision")] == ["void"]
    assert await desk.tell("release", funding.a_release(reference)) == "parked"
    assert await desk.held() == 0


async def test_an_interest_declared_after_the_release_that_comes_first_prevents_nothing(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("interest", funding.an_interest(person="p-1004", declared_at=BEFORE_IT))
    await desk.tell("decision", funding.a_decision(reference, votes=TWO_FOR))
    await desk.tell("release", funding.a_release(reference))
    assert await desk.state() == "offered"
    assert await desk.held() == 2_500_000
    assert len(await desk.said("decision.flagged")) == 1


async def test_an_appointment_that_comes_after_the_vote_it_was_in_force_for_counts_it_again(
    desk: Desk,
) -> None:
    await desk.open_round()
    reappointed = desk.delivery("panel", five_without("p-1004"))  # before the vote
    reference = await desk.offered(votes=TWO_FOR)
    assert await desk.deliver(reappointed) == "applied"
    [voided] = await desk.said("decision.voided")
    assert voided["application"] == reference
    assert await desk.state() == "ready-for-panel"
    assert await desk.held() == 0


async def test_an_appointment_after_the_vote_leaves_it_alone(desk: Desk) -> None:
    await desk.open_round()
    await desk.offered(votes=TWO_FOR)
    await desk.tell("panel", five_without("p-1004"))
    assert await desk.said("decision.voided") == []
    assert await desk.held() == 2_500_000


async def test_an_appointment_that_lists_a_reviewers_own_school_takes_the_review_out(
    desk: Desk,
) -> None:
    await desk.open_round()
    own = {"person": "p-2001", "seat": "diocese", "schools": ["151369"]}
    reappointed = desk.delivery("panel", funding.a_panel(members=[*MEMBERS, own]))
    await desk.ready()
    await desk.deliver(reappointed)
    assert await desk.state() == "under-review"


async def test_an_award_that_an_appointment_would_have_prevented_is_flagged(desk: Desk) -> None:
    await desk.open_round()
    reappointed = desk.delivery("panel", five_without("p-1004"))
    await desk.awarded(votes=TWO_FOR)
    await desk.deliver(reappointed)
    assert await desk.state() == "accepted"
    assert len(await desk.said("decision.flagged")) == 1


MEMBERS = funding.a_panel()["members"]


def five_without(person: str) -> dict[str, Any]:
    """The panel with somebody else in this person's seat."""
    kept = [each for each in MEMBERS if each["person"] != person]
    return funding.a_panel(members=[*kept, {"person": "p-1099", "seat": "governance"}])
