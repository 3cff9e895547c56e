"""A school number that a complete register lacks: the form waits an hour, and is then refused."""

from datetime import timedelta
from typing import Any

import pytest

from integration.applications.desk import Desk
from support import funding

MISTYPED = "999999"
FORM = funding.a_hub(lead_school=MISTYPED)
HOUR = timedelta(seconds=3600)


async def imported(desk: Desk, **changes: Any) -> None:
    """A full extract of both authorities was applied."""
    summary = {
        "file_sha256": "3f1f6a0c",
        "kind": "full",
        "selection": ["805", "806"],
        "extract_date": "2026-09-01",
    }
    await desk.tell("import", summary | changes)


async def opened(desk: Desk) -> None:
    """A round, and a complete register."""
    await desk.open_round()
    await imported(desk)


async def test_form_is_ineligible_after_an_hour_and_says_which_school(desk: Desk) -> None:
    await opened(desk)
    assert await desk.tell("form", FORM) == "applied"
    desk.now += HOUR - timedelta(seconds=1)
    await desk.settle()
    assert await desk.said("application.ineligible") == []
    desk.now += timedelta(seconds=1)
    await desk.settle()
    [said] = await desk.said("application.ineligible")
    [reason] = said["reasons"]
    assert reason["code"] == "school-unknown"
    assert MISTYPED in reason["message"]
    assert said["form_reference"] == FORM["form_reference"]


async def test_all_other_reasons_are_told_with_it(desk: Desk) -> None:
    await opened(desk)
    await desk.tell("form", {**FORM, "submitted_at": "2026-10-16T12:00:00+01:00"})
    desk.now += HOUR
    await desk.settle()
    [said] = await desk.said("application.ineligible")
    assert [each["code"] for each in said["reasons"]] == ["late", "school-unknown"]


async def test_form_goes_on_when_the_school_is_registered_within_the_hour(desk: Desk) -> None:
    await opened(desk)
    await desk.tell("form", FORM)
    await desk.schools(MISTYPED)
    assert len(await desk.said("application.submitted")) == 1
    desk.now += HOUR
    await desk.settle()
    assert await desk.said("application.ineligible") == []
    assert [row["kind"] for row in await desk.rows("fact", kind="form")] == []


async def test_registration_that_arrives_later_takes_the_refusal_back(desk: Desk) -> None:
    await opened(desk)
    await desk.tell("form", FORM)
    desk.now += HOUR
    await desk.settle()
    await desk.schools(MISTYPED)
    [said] = await desk.said("application.submitted")
    assert (said["corrects"], said["state"]) == ("school-unknown", "received")
    [row] = await desk.rows("application")
    assert row["refusals"] in ("[]", [])
    reference = row["application"]
    for reviewer in ("p-2001", "p-2002"):
        await desk.tell("review", funding.a_review(reviewer, reference))
    assert await desk.state(reference) == "ready-for-panel"


async def test_school_that_was_not_open_at_submission_takes_nothing_back(desk: Desk) -> None:
    await opened(desk)
    await desk.tell("form", FORM)
    desk.now += HOUR
    await desk.settle()
    late = funding.a_school(MISTYPED, open_date="2026-11-01")
    await desk.tell("school", late, aggregateversion=1)
    assert await desk.state() == "ineligible"
    assert await desk.said("application.submitted") == []


@pytest.mark.parametrize(
    "extract",
    [
        {"kind": "state-funded"},
        {"selection": ["805"]},
        {"extract_date": "2026-07-17"},
    ],
    ids=["not a full one", "of another authority", "older than 90 days"],
)
async def test_without_a_complete_register_the_form_waits_as_any_other(
    desk: Desk, extract: dict[str, Any]
) -> None:
    await desk.open_round()
    await imported(desk, **extract)
    assert await desk.tell("form", FORM) == "waiting"
    desk.now += 2 * HOUR
    await desk.settle()
    assert await desk.rows("application") == []
    await imported(desk, extract_date="2026-07-18", file_sha256="another")
    desk.now += HOUR
    await desk.settle()
    assert await desk.state() == "ineligible"


async def test_for_a_partner_the_register_of_every_authority_of_the_round_is_needed(
    desk: Desk,
) -> None:
    await desk.open_round()
    await imported(desk, selection=["806"])
    form = funding.a_research_project(partners=[funding.a_partner(MISTYPED)])
    assert await desk.tell("form", form) == "waiting"
    await imported(desk, selection="all", file_sha256="another")
    desk.now += HOUR
    await desk.settle()
    assert await desk.state() == "ineligible"


async def test_same_form_again_waits_once_and_other_content_is_refused(desk: Desk) -> None:
    await opened(desk)
    for _ in range(2):
        assert await desk.tell("form", FORM) == "applied"
    assert await desk.tell("form", {**FORM, "title": "Another"}) == "parked"
    assert await desk.reasons() == ["form-reference-reused"]
    desk.now += HOUR
    await desk.settle()
    assert len(await desk.rows("application")) == 1


async def test_decision_on_a_refused_application_is_refused_and_does_not_wait(desk: Desk) -> None:
    await opened(desk)
    await desk.tell("form", FORM)
    desk.now += HOUR
    await desk.settle()
    assert await desk.tell("decision", funding.a_decision()) == "parked"
    assert await desk.tell("panel", funding.a_panel()) == "applied"
