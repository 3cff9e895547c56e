"""A case from casework's events to ours, kept in the store of either kind."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chassis.testing import Desk
from integration.schools.registers import import_later, import_sample
from schools.main import Settings, build
from support.stores import StoreUrl

CASE = "C-2026-0007"
OPENED, PLANNED, REVIEWED, CLOSED = (
    f"council.casework.case.{each}.v1" for each in ("opened", "planned", "reviewed", "closed")
)
OURS = "council.schools.case."
NOW = datetime(2026, 8, 3, 10, tzinfo=UTC)
URN = "900001"


def opened(**given: object) -> dict[str, Any]:
    usual = {
        "case": CASE,
        "urn": URN,
        "aim": "Leadership stable",
        "exit_criteria": ["Permanent head teacher in post"],
        "review_due": "2026-10-16",
        "opened_by": "p-1008",
        "opened_at": "2026-08-03T11:00:00+01:00",
        "tell_school": True,
    }
    return {**usual, **given}


def planned(*actions: dict[str, Any], **given: object) -> dict[str, Any]:
    usual = {
        "case": CASE,
        "objectives": [],
        "actions": list(actions),
        "recorded_by": "p-1008",
        "recorded_at": "2026-08-04T09:00:00+01:00",
    }
    return {**usual, **given}


def action(**given: object) -> dict[str, Any]:
    return {"code": "A1", "title": "Coach", "owner": "p-1010", "due": "2026-12-18", **given}


def reviewed(**given: object) -> dict[str, Any]:
    usual = {
        "case": CASE,
        "held_on": "2026-10-15",
        "rag": "amber",
        "progress": "On track.",
        "next_review": "2027-01-15",
        "recorded_by": "p-1008",
        "recorded_at": "2026-10-15T16:00:00+01:00",
    }
    return {**usual, **given}


def closed(**given: object) -> dict[str, Any]:
    usual = {
        "case": CASE,
        "outcome": "exit-criteria-met",
        "rationale": "Met for two terms.",
        "closed_by": "p-1007",
        "closed_at": "2026-10-15T17:00:00+01:00",
    }
    return {**usual, **given}


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    opened_desk = await Desk.open(build, Settings, store_url("schools"), tmp_path, now=NOW)
    yield opened_desk
    await opened_desk.close()


async def names(desk: Desk) -> list[str]:
    return [
        each.type.removeprefix(OURS).removesuffix(".v1")
        for each in await desk.recorded()
        if each.type.startswith(OURS)
    ]


async def last(desk: Desk) -> dict[str, Any]:
    return [each for each in await desk.recorded() if each.type.startswith(OURS)][-1].data


async def test_case_is_planned_reviewed_and_closed_in_any_order_of_arrival(desk: Desk) -> None:
    await import_sample(desk.service)
    desk.now = datetime(2026, 10, 15, 18, tzinfo=UTC)
    for event_type, data in (
        (CLOSED, closed()),
        (REVIEWED, reviewed()),
        (PLANNED, planned(action(done_on="2026-10-01"), recorded_at="2026-10-02T09:00:00Z")),
        (PLANNED, planned(action())),
    ):
        assert await desk.send(event_type, data) == "waiting"
    await desk.send(OPENED, opened())
    assert {row.state for row in (await desk.inbox()).values()} == {"applied"}
    told = await last(desk)
    assert (told["state"], told["outcome"], told["open_actions"]) == (
        "closed",
        "exit-criteria-met",
        [],
    )
    assert (told["rag"], told["reviews_missed"]) == ("amber", 0)
    [row] = await desk.rows("school_case")
    assert (row["reference"], row["urn"], row["state"]) == (CASE, URN, "closed")
    assert await desk.rows("timer") == []


async def test_same_event_again_under_another_id_tells_nothing(desk: Desk) -> None:
    await import_sample(desk.service)
    desk.now = datetime(2026, 8, 5, tzinfo=UTC)
    for _ in range(2):
        await desk.send(OPENED, opened())
        await desk.send(PLANNED, planned(action(), recorded_at="2026-08-03T10:30:00Z"))
    assert await names(desk) == ["opened", "planned"]


async def test_closing_waits_names_the_open_action_and_its_publisher_is_told(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(OPENED, opened())
    desk.now = datetime(2026, 10, 15, 18, tzinfo=UTC)
    await desk.send(PLANNED, planned(action()))
    assert await desk.send(CLOSED, closed(), id="closing") == "waiting"
    said = " ".join(each["message"] for each in (await desk.inbox())["closing"].reasons)
    assert "action:C-2026-0007/A1" in said
    desk.now = datetime(2026, 10, 16, 19, tzinfo=UTC)
    await desk.settle()
    [rejected] = await desk.recorded("council.schools.event.rejected.v1")
    assert rejected.data["overdue"]
    assert "action:C-2026-0007/A1" in str(rejected.data["reasons"])
    await desk.send(
        PLANNED, planned(action(dropped="Coach left."), recorded_at="2026-10-15T16:30:00+01:00")
    )
    assert (await last(desk))["state"] == "closed"


async def test_missed_review_is_recorded_once_after_any_downtime(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(OPENED, opened())
    desk.now = datetime(2026, 10, 2, 0, 0, tzinfo=UTC)
    await desk.settle()
    desk.now = datetime(2026, 12, 24, tzinfo=UTC)
    await desk.settle()
    await desk.settle()
    assert await names(desk) == ["opened", "review-due-soon", "review-missed"]
    assert (await last(desk))["reviews_missed"] == 1
    await desk.send(REVIEWED, reviewed())
    assert (await last(desk))["reviews_missed"] == 0


async def test_rejected_review_is_told_to_the_operators_of_the_schools_authority(
    desk: Desk,
) -> None:
    await import_sample(desk.service)
    await desk.send(OPENED, opened())
    desk.now = datetime(2026, 10, 15, 18, tzinfo=UTC)
    assert await desk.send(REVIEWED, reviewed(next_review="2026-10-15")) == "parked"
    [rejected] = await desk.recorded("council.schools.event.rejected.v1")
    assert rejected.data["reasons"][0]["code"] == "review-date"
    assert rejected.data["la_code"] == "806"


async def test_conversion_ends_the_case_and_the_successors_names_it_as_its_previous(
    desk: Desk,
) -> None:
    await import_sample(desk.service)
    before = {"urn": "900003", "opened_at": "2026-02-02T10:00:00Z", "review_due": "2026-04-30"}
    await desk.send(OPENED, opened(**before))
    await import_later(desk.service)
    await desk.settle()
    ended = await last(desk)
    assert (ended["state"], ended["outcome"], ended["successor"]) == (
        "ended",
        "converted",
        "900101",
    )
    assert ended["reviews_missed"] == 0
    await desk.send(OPENED, opened(case="C-2026-0020", urn="900101"))
    assert (await last(desk))["previous"] == CASE


async def test_case_of_the_predecessor_that_arrives_late_is_named_too(desk: Desk) -> None:
    await import_sample(desk.service)
    await import_later(desk.service)
    await desk.send(OPENED, opened(case="C-2026-0020", urn="900101"))
    before = {"urn": "900003", "opened_at": "2026-02-02T10:00:00Z", "review_due": "2026-04-30"}
    await desk.send(OPENED, opened(**before))
    assert (await last(desk))["state"] == "ended"
    desk.now = datetime(2026, 8, 5, tzinfo=UTC)
    await desk.send(PLANNED, planned(action(), case="C-2026-0020"))
    assert (await last(desk))["previous"] == CASE


async def test_case_of_a_school_that_had_closed_is_refused(desk: Desk) -> None:
    await import_sample(desk.service)
    await import_later(desk.service)
    assert await desk.send(OPENED, opened(urn="900003")) == "parked"
    [rejected] = await desk.recorded("council.schools.event.rejected.v1")
    assert "closed on 31 March 2026" in rejected.data["reasons"][0]["message"]


async def test_second_open_case_of_a_school_is_kept_with_a_warning(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(OPENED, opened())
    await desk.send(OPENED, opened(case="C-2026-0020"))
    [warning] = (await last(desk))["warnings"]
    assert warning["code"] == "another-open-case"
    assert CASE in warning["message"]
