"""Interests that the council knows, and panels put right: who counts is counted again."""

from typing import Any

import pytest

from integration.applications.desk import Desk
from support import funding

HEAD, CHAIR = "headteacher@urn:151369", "chair-of-governors@urn:111632"
BEFORE, BETWEEN = "2026-11-01T08:00:00Z", "2026-11-05T20:00:00Z"
AFTER = "2026-11-07T09:00:00Z"
TWO_FOR = [{"person": "p-1001", "vote": "for"}, {"person": "p-1004", "vote": "for"}]


async def tally(desk: Desk) -> str:
    """What counted of the last decision, as text."""
    return str((await desk.rows("decision"))[-1]["tally"])


async def decided(desk: Desk, *, votes: list[dict[str, str]] = TWO_FOR) -> str:
    """Two members vote for it: one less, and it is inquorate."""
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference, votes=votes))
    return reference


@pytest.mark.parametrize("role", [HEAD, CHAIR])
async def test_head_teacher_or_chair_of_governors_of_a_school_in_it_does_not_count(
    desk: Desk, role: str
) -> None:
    await desk.tell("person", funding.a_person("p-1004", role), time=BEFORE)
    await decided(desk)
    assert await desk.reasons() == ["inquorate"]


@pytest.mark.parametrize(
    "word",
    [
        funding.a_person("p-1004", "headteacher@urn:999999"),
        funding.a_person("p-1004", "adviser@urn:151369"),
        funding.a_person("p-1004", HEAD, active=False),
    ],
    ids=["another school", "another role", "who left"],
)
async def test_other_word_of_the_directory_is_no_interest(desk: Desk, word: dict[str, Any]) -> None:
    await desk.tell("person", word, time=BEFORE)
    reference = await decided(desk)
    assert await desk.state(reference) == "decided"


async def test_post_that_ended_before_the_vote_is_no_interest(desk: Desk) -> None:
    await desk.tell("person", funding.a_person("p-1004", HEAD), time=BEFORE)
    await desk.tell("person", funding.a_person("p-1004"), time="2026-11-02T08:00:00Z")
    assert await desk.state(await decided(desk)) == "decided"


async def test_post_that_begins_before_the_release_voids_the_decision(desk: Desk) -> None:
    reference = await decided(desk)
    await desk.tell("person", funding.a_person("p-1004", HEAD), time=BETWEEN)
    assert (await desk.state(reference), await desk.held()) == ("ready-for-panel", 0)
    assert len(await desk.said("decision.voided")) == 1
    assert "head teacher or chair of governors of 151369" in await tally(desk)


async def test_word_from_before_the_vote_counts_again_though_it_arrives_after(desk: Desk) -> None:
    reference = await decided(desk)
    await desk.tell("person", funding.a_person("p-1004", HEAD), time=BEFORE)
    assert await desk.state(reference) == "ready-for-panel"


async def test_post_that_begins_after_the_release_changes_nothing(desk: Desk) -> None:
    reference = await decided(desk)
    await desk.tell("release", funding.a_release(reference))
    await desk.tell("person", funding.a_person("p-1004", HEAD), time=AFTER)
    assert await desk.state(reference) == "offered"


async def test_review_by_the_head_teacher_of_a_partner_is_kept_and_left_out(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.apply()
    await desk.tell("person", funding.a_person("p-2001", CHAIR), time=BEFORE)
    for reviewer in ("p-2001", "p-2002"):
        await desk.tell("review", funding.a_review(reviewer, reference))
    [row] = await desk.rows("application")
    assert (row["state"], row["reviews"]) == ("under-review", 1)
    await desk.tell("review", funding.a_review("p-2003", reference))
    assert await desk.state(reference) == "ready-for-panel"


async def test_only_ids_and_schools_are_kept_of_a_person(desk: Desk) -> None:
    await desk.tell("person", funding.a_person("p-1004", HEAD, "adviser@la:806"))
    [fact] = await desk.rows("fact", kind="posts")
    assert "151369" in str(fact["data"])
    assert "adviser" not in str(fact["data"])
    assert "example" not in str(fact["data"])


async def test_substitute_carries_the_schools_of_the_seat(desk: Desk) -> None:
    members = funding.a_panel()["members"]
    members[3] |= {"schools": ["134076"], "substitutes": ["p-3004"]}
    await desk.schools()
    await desk.tell("panel", funding.a_panel(members=members))
    await desk.tell("round", funding.a_round())
    reference = await desk.ready()
    votes = [{"person": "p-1001", "vote": "for"}, {"person": "p-3004", "vote": "for"}]
    assert await desk.tell("decision", funding.a_decision(reference, votes=votes)) == "parked"
    assert await desk.reasons() == ["inquorate"]


def wrong_panel(**changes: Any) -> dict[str, Any]:
    """The third seat was given to somebody else."""
    members = funding.a_panel()["members"]
    members[3] = {"person": "p-1999", "seat": "national-leader-of-governance"}
    return funding.a_panel(members=members, **changes)


async def test_corrected_panel_holds_from_its_first_appointment_on(desk: Desk) -> None:
    reference = await decided(desk)
    corrected = wrong_panel(corrects=True, reason="The wrong list was sent")
    assert await desk.tell("panel", corrected) == "applied"
    assert (await desk.state(reference), await desk.held()) == ("ready-for-panel", 0)
    assert "neither a member nor a substitute" in await tally(desk)


async def test_correction_of_a_wrong_panel_lets_the_vote_be_recorded_again(desk: Desk) -> None:
    await desk.schools()
    await desk.tell("panel", wrong_panel())
    await desk.tell("round", funding.a_round())
    reference = await desk.ready()
    decision = funding.a_decision(reference, votes=TWO_FOR)
    assert await desk.tell("decision", decision) == "parked"
    await desk.tell("panel", funding.a_panel(corrects=True))
    assert await desk.tell("decision", decision) == "applied"


async def test_correction_puts_a_void_decision_in_force_again(desk: Desk) -> None:
    reference = await decided(desk)
    await desk.tell("panel", wrong_panel(corrects=True))
    await desk.tell("panel", funding.a_panel(corrects=True))
    assert (await desk.state(reference), await desk.held()) == ("decided", 2_500_000)
