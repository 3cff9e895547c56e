"""A visit from its note to its publication, kept in the store of either kind."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chassis.testing import Desk
from integration.schools.registers import import_sample
from schools.main import Settings, build
from support.stores import StoreUrl

RECORDED = "council.casework.visit.recorded.v1"
ANSWERED = "council.forms.visit.answered.v1"
OURS = "council.schools.visit."
VISIT = "V-2026-0310"


def recorded(**given: object) -> dict[str, Any]:
    usual = {
        "urn": "900001",
        "visit": VISIT,
        "adviser": "p-1001",
        "visited_on": "2026-10-06",
        "purpose": "Termly review",
        "note": "Middle leaders now own the maths plan.",
        "recorded_at": "2026-10-08T09:00:00+01:00",
    }
    return {**usual, **given}


def answered(**given: object) -> dict[str, Any]:
    usual = {
        "visit": VISIT,
        "accurate": "with-corrections",
        "corrections": "The plan has two leaders, not three.",
        "role": "Headteacher",
        "answered_at": "2026-10-14T15:00:00+01:00",
        "note_recorded_at": "2026-10-08T08:00:00Z",
    }
    return {**usual, **given}


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    now = datetime(2026, 10, 14, 16, tzinfo=UTC)
    opened = await Desk.open(build, Settings, store_url("schools"), tmp_path, now=now)
    yield opened
    await opened.close()


async def told(desk: Desk) -> dict[str, dict[str, Any]]:
    events = [each for each in await desk.recorded() if each.type.startswith(OURS)]
    return {each.type.removeprefix(OURS).removesuffix(".v1"): each.data for each in events}


async def test_answer_waits_for_the_note_and_publishes_it_with_the_corrections(desk: Desk) -> None:
    await import_sample(desk.service)
    assert await desk.send(ANSWERED, answered()) == "waiting"
    await desk.send(RECORDED, recorded())
    found = await told(desk)
    assert list(found) == ["recorded", "answered", "published"]
    assert "note" not in found["recorded"]
    published = found["published"]
    assert published["note"] == "Middle leaders now own the maths plan."
    assert published["corrections"] == "The plan has two leaders, not three."
    assert await desk.rows("timer") == []


async def test_note_without_an_answer_is_published_after_ten_working_days(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(RECORDED, recorded())
    desk.now = datetime(2026, 10, 22, 22, 59, 59, tzinfo=UTC)
    await desk.settle()
    assert list(await told(desk)) == ["recorded"]
    desk.now = datetime(2026, 10, 22, 23, tzinfo=UTC)  # midnight in London
    await desk.settle()
    await desk.settle()
    assert (await told(desk))["published"]["published_because"] == "not-answered"


async def test_note_that_comes_late_is_told(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(RECORDED, recorded(recorded_at="2026-10-14T09:00:00+01:00"))
    late = (await told(desk))["late"]
    assert (late["due"], late["working_days_late"], late["adviser"]) == (
        "2026-10-13",
        1,
        "p-1001",
    )


async def test_answer_to_another_note_waits_and_says_for_which(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(RECORDED, recorded())
    another = answered(note_recorded_at="2026-10-09T08:00:00Z")
    assert await desk.send(ANSWERED, another, id="answer") == "waiting"
    said = " ".join(each["message"] for each in (await desk.inbox())["answer"].reasons)
    assert "note:V-2026-0310/2026-10-09T08:00:00+00:00" in said
