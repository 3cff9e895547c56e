"""A tier from casework's decision to the event, kept in the store of either kind."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chassis.testing import Desk
from integration.schools.registers import import_sample
from schools.main import Settings, build
from support.stores import StoreUrl

DECIDED = "council.casework.tier.decided.v1"
CHANGED = "council.schools.tier.changed.v1"
MISSED = "council.schools.tier.review-missed.v1"
NOW = datetime(2026, 10, 12, 10, tzinfo=UTC)


def decided(**given: object) -> dict[str, Any]:
    usual = {
        "urn": "900001",
        "tier": "targeted",
        "from": "2026-10-12T10:00:00+01:00",
        "reason": "Two signals on leadership",
        "review_due": "2026-12-18",
        "decided_by": "p-1008",
        "decided_at": "2026-10-12T10:00:00+01:00",
    }
    return {**usual, **given}


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    opened = await Desk.open(build, Settings, store_url("schools"), tmp_path, now=NOW)
    yield opened
    await opened.close()


async def test_decision_is_told_with_the_school_and_the_tiers_before_it(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(DECIDED, decided())
    earlier = decided(tier="intensive", **{"from": "2026-10-09T09:00:00+01:00"})
    await desk.send(DECIDED, earlier)
    first, second = [each.data for each in await desk.recorded(CHANGED)]
    assert (first["tier"], first["from_tier"], first["current"]) == ("targeted", None, True)
    assert (second["tier"], second["until"]) == ("intensive", "2026-10-12T09:00:00Z")
    assert [each["tier"] for each in second["history"]] == ["intensive", "targeted"]
    [row] = await desk.rows("tier_history")
    assert row["tier"] == "targeted"


async def test_decision_waits_for_its_school(desk: Desk) -> None:
    assert await desk.send(DECIDED, decided()) == "waiting"
    await import_sample(desk.service)
    await desk.settle()
    assert len(await desk.recorded(CHANGED)) == 1


async def test_review_that_was_not_held_is_told_after_any_downtime(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(DECIDED, decided())
    desk.now = datetime(2027, 2, 1, tzinfo=UTC)
    await desk.settle()
    [missed] = await desk.recorded(MISSED)
    assert missed.data["review_due"] == "2026-12-18"
    assert await desk.rows("timer") == []
