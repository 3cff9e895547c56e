"""A meeting of the panel: scheduled, its papers due, at risk of no quorum, closed."""

import json
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from applications.store.meeting_record import look_again_at
from integration.applications.desk import Desk
from support import funding

REFERENCE = "A-2026-0001"
MEETING = {"reference": "LDT-2026-12", "held_on": "2026-12-10"}


async def on(desk: Desk, *day: int) -> None:
    desk.now = datetime(*day, tzinfo=UTC)  # type: ignore[misc,arg-type]
    await desk.settle()


async def scheduled(desk: Desk, *more: str, **changes: Any) -> None:
    await desk.open_round()
    await desk.apply()
    await desk.tell("meeting", funding.a_meeting(REFERENCE, *more, **changes))


def interest_of(person: str) -> dict[str, Any]:
    return funding.an_interest(person=person)


def stored(value: Any) -> Any:
    """A column of JSON: one store gives it as text."""
    return json.loads(value) if isinstance(value, str) else value


async def risks(desk: Desk) -> list[Any]:
    return [told["at_risk"] for told in await desk.said("meeting.at-risk")]


async def test_meeting_waits_for_its_items(desk: Desk) -> None:
    await desk.open_round()
    await desk.tell("meeting", funding.a_meeting(REFERENCE))
    assert await desk.said("meeting.scheduled") == []
    await desk.apply()
    [told] = await desk.said("meeting.scheduled")
    assert (told["items"], told["state"], told["warnings"]) == ([REFERENCE], "scheduled", [])


async def test_item_of_another_panels_round_is_refused(desk: Desk) -> None:
    await desk.tell("panel", funding.a_panel(panel="OTHER"))
    await scheduled(desk, panel="OTHER")
    assert await desk.reasons() == ["another-panels-item"]


@pytest.mark.parametrize(
    ("starts_at", "codes"),
    [
        ("2026-06-10T23:30:00+00:00", ["held-on-differs"]),  # half past midnight in London
        ("2026-06-09T23:30:00+00:00", []),
    ],
)
async def test_day_is_the_one_in_london(desk: Desk, starts_at: str, codes: list[str]) -> None:
    day = {"held_on": "2026-06-10", "starts_at": starts_at, "papers_by": "2026-06-01"}
    await scheduled(desk, **day)
    rejected = await desk.said("event.rejected")
    assert [each["code"] for told in rejected for each in told["reasons"]] == codes


@pytest.mark.parametrize(("papers_by", "late"), [("2026-12-02", False), ("2026-12-03", True)])
async def test_fewer_than_five_clear_working_days_are_a_warning(
    desk: Desk, papers_by: str, late: bool
) -> None:
    await scheduled(desk, papers_by=papers_by)
    [told] = await desk.said("meeting.scheduled")
    assert [each["code"] for each in told["warnings"]] == (["papers-late"] if late else [])


async def test_latest_schedule_holds_whichever_arrives_first(desk: Desk) -> None:
    later = {"scheduled_at": "2026-10-21T09:00:00+01:00", "items": []}
    await scheduled(desk, **later)
    await desk.tell("meeting", funding.a_meeting(REFERENCE))
    assert await desk.rows("meeting_item") == []
    assert len(await desk.said("meeting.scheduled")) == 1


async def test_clerk_is_told_when_the_papers_are_due(desk: Desk) -> None:
    await scheduled(desk)
    await on(desk, 2026, 11, 30, 23)
    assert await desk.said("meeting.papers-due") == []
    await on(desk, 2026, 12, 1)
    assert len(await desk.said("meeting.papers-due")) == 1


async def test_cancelled_meeting_has_no_papers_due(desk: Desk) -> None:
    await scheduled(desk)
    again = {"cancelled": True, "scheduled_at": "2026-10-22T09:00:00+01:00"}
    await desk.tell("meeting", funding.a_meeting(REFERENCE, **again))
    await on(desk, 2026, 12, 1)
    assert await desk.said("meeting.papers-due") == []
    assert (await desk.said("meeting.scheduled"))[-1]["state"] == "cancelled"


async def test_meeting_with_a_quorum_in_sight_is_not_at_risk(desk: Desk) -> None:
    await scheduled(desk)
    assert await risks(desk) == []


async def test_item_without_a_quorum_in_sight_is_named_with_what_is_missing(desk: Desk) -> None:
    await scheduled(desk)
    for person in ("p-1003", "p-1004", "p-1005"):
        await desk.tell("interest", interest_of(person))
    at_risk = {"application": REFERENCE, "missing": ["1 more member"]}
    assert await risks(desk) == [[at_risk]]  # the school of the teaching school is a partner


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_risk_converges_in_any_order(desk: Desk, order: tuple[int, ...]) -> None:
    await desk.open_round()
    await desk.apply()
    told = [
        ("meeting", funding.a_meeting(REFERENCE)),
        ("interest", interest_of("p-1003")),
        ("review", funding.a_review("p-1004")),
        ("person", funding.a_person("p-1005", "headteacher@urn:151369")),
    ]
    for number in order:
        await desk.tell(*told[number])
    [row] = await desk.rows("meeting")
    assert stored(row["at_risk"]) == [{"application": REFERENCE, "missing": ["1 more member"]}]


async def test_risk_that_is_over_is_told_too(desk: Desk) -> None:
    await scheduled(desk)
    for person in ("p-1003", "p-1004", "p-1005"):
        await desk.tell("interest", interest_of(person))
    members = funding.a_panel()["members"]
    members[0]["substitutes"] = ["p-1011"]
    members[2]["person"] = "p-1012"
    await desk.tell("panel", funding.a_panel(members=members))
    assert (await risks(desk))[-1] == []


async def test_meeting_closes_when_every_item_is_decided_or_has_ended(desk: Desk) -> None:
    await desk.open_round()
    await desk.ready()
    await desk.apply(funding.a_developing_school())
    await desk.tell("meeting", funding.a_meeting(REFERENCE, "A-2026-0002"))
    await desk.tell("withdrawal", funding.a_withdrawal("FORM-2026-000125"))
    assert await desk.said("meeting.closed") == []
    decision = funding.a_decision(
        REFERENCE, meeting=MEETING, recorded_at="2026-12-10T17:00:00Z", **DEFERRED
    )
    await desk.tell("decision", decision)
    [told] = await desk.said("meeting.closed")
    assert told["state"] == "closed"
    assert "deferred" not in str(told)


DEFERRED: dict[str, Any] = {"outcome": "deferred", "awarded_pence": 0}


async def test_meeting_that_was_scheduled_after_its_decision_closes_at_once(desk: Desk) -> None:
    await desk.open_round()
    await desk.ready()
    decision = funding.a_decision(REFERENCE, meeting=MEETING, recorded_at="2026-12-10T17:00:00Z")
    await desk.tell("decision", decision)
    await desk.tell("meeting", funding.a_meeting(REFERENCE))
    assert len(await desk.said("meeting.closed")) == 1


async def test_meeting_looks_again_after_a_command_too(desk: Desk) -> None:
    await scheduled(desk)
    async with desk.service.work() as work:  # a command has no event
        await look_again_at(work, REFERENCE)
    await desk.settle()
    assert len(await desk.said("meeting.scheduled")) == 1
    assert await desk.said("event.rejected") == []
