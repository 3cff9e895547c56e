"""A tier from casework's decision to the event, kept in the store of either kind."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chassis.testing import Desk
from integration.schools.registers import import_sample
from integration.schools.test_what_others_say import concern
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


PROPOSED = "council.schools.tier.proposed.v1"
CONCERN = "council.casework.concern.raised.v1"
RESULTS = "council.results.measures.published.v1"
RECORDED = "council.schools.results.recorded.v1"
STORY = "council.communications.story.published.v1"


async def test_concern_proposes_a_tier_once_and_nothing_changes(desk: Desk) -> None:
    await import_sample(desk.service)
    high = concern(severity="high", raised_at="2026-10-10T09:00:00Z")
    await desk.send(CONCERN, high)
    await desk.send(CONCERN, {**high, "summary": "The same, in other words"})
    [proposed] = await desk.recorded(PROPOSED)
    assert (proposed.data["tier"], proposed.data["from_tier"]) == ("targeted", "universal")
    assert proposed.data["rules"][0]["signals"] == ["SC-2026-0042"]
    assert await desk.recorded(CHANGED) == []


async def test_proposal_is_taken_back_when_its_signals_are_too_old(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(CONCERN, concern(severity="high", raised_at="2026-10-10T09:00:00Z"))
    desk.now = datetime(2027, 10, 10, tzinfo=UTC)
    await desk.settle()
    first, last = [each.data for each in await desk.recorded(PROPOSED)]
    assert (first["tier"], first["from_tier"]) == ("targeted", "universal")
    assert (last["tier"], last["from_tier"], last["rules"]) == ("universal", "universal", [])


async def test_decision_that_follows_the_proposal_ends_it(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(CONCERN, concern(severity="high", raised_at="2026-10-10T09:00:00Z"))
    await desk.send(DECIDED, decided())
    desk.now = datetime(2027, 10, 11, tzinfo=UTC)  # the concern is a year old, no review was held
    await desk.settle()
    assert len(await desk.recorded(PROPOSED)) == 1
    [row] = await desk.rows("tier_history")
    assert row["content"] is not None


def measures(value: float, cohort: int = 45) -> list[dict[str, Any]]:
    figure = {"value": value, "unit": "percent", "better": "higher", "headline": True}
    named = {"code": "maths-expected", "title": "Maths", "national": 74, "cohort": cohort}
    return [{**figure, **named}]


def results(year: int, value: float, **given: object) -> dict[str, Any]:
    usual = {
        "urn": "900001",
        "academic_year": f"{year}/{(year + 1) % 100}",
        "stage": "key-stage-2",
        "published_on": f"{year + 1}-09-10",
        "version": "final",
        "measures": measures(value),
    }
    return {**usual, **given}


async def test_results_that_fall_propose_a_tier(desk: Desk) -> None:
    await import_sample(desk.service)
    for year, value in ((2025, 58), (2023, 66), (2024, 62)):
        await desk.send(RESULTS, results(year, value))
    [proposed] = await desk.recorded(PROPOSED)
    assert proposed.data["rules"][0]["signals"] == ["900001/2025-26/key-stage-2"]


@pytest.mark.parametrize("reverse", [False, True], ids=["in order", "out of order"])
async def test_higher_version_holds_whatever_the_order(desk: Desk, *, reverse: bool) -> None:
    await import_sample(desk.service)
    versions = [results(2025, 58, version="provisional"), results(2025, 60, version="revised")]
    for each in reversed(versions) if reverse else versions:
        await desk.send(RESULTS, each)
    [row] = await desk.rows("results")
    assert row["version"] == "revised"


async def test_results_of_a_cohort_below_five_are_told_without_figures(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(RESULTS, results(2025, 50, measures=measures(50, cohort=4)))
    [told] = await desk.recorded(RECORDED)
    [measure] = told.data["measures"]
    assert (measure["value"], measure["cohort"], measure["national"]) == (None, None, 74)


async def test_other_figures_under_the_same_version_are_rejected(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(RESULTS, results(2025, 58))
    assert await desk.send(RESULTS, results(2025, 59)) == "parked"


async def test_results_and_stories_of_a_later_day_wait_for_it(desk: Desk) -> None:
    await import_sample(desk.service)
    await desk.send(RESULTS, results(2025, 58, published_on="2026-11-01"))
    story = {
        "story": "ST-2026-0003",
        "title": "Four schools, one way to teach fractions",
        "summary": "How a hub changed maths lessons.",
        "url": "https://www.example.org/stories/fractions",
        "urns": ["900001"],
        "objective": "community-engagement",
        "published_on": "2026-11-01",
    }
    await desk.send(STORY, story)
    told = [RECORDED, "council.schools.story.recorded.v1"]
    assert [await desk.recorded(each) for each in told] == [[], []]
    desk.now = datetime(2026, 11, 1, tzinfo=UTC)
    await desk.settle()
    assert [len(await desk.recorded(each)) for each in told] == [1, 1]
