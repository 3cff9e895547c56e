"""What the API tells of a school: support for all, and its cases where a setting says so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from chassis.testing import Desk
from integration.schools import test_cases, test_support, test_visits
from integration.schools.registers import import_sample
from integration.schools.test_tiers import DECIDED, decided
from integration.schools.test_what_others_say import concern
from schools.main import Settings, build
from support import statutory
from support.keys import KEY
from support.stores import StoreUrl

NOW = datetime(2026, 10, 30, 13, tzinfo=UTC)
URN = "900001"
CASES = ("tier", "cases", "visits", "concerns", "notices", "powers", "interventions", "results")


@asynccontextmanager
async def served(url: str, folder: Path, **settings: Any) -> AsyncIterator[Desk]:
    opened = await Desk.open(build, Settings, url, folder, now=NOW, **settings)
    await import_sample(opened.service)
    yield opened
    await opened.close()


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    async with served(store_url("schools"), tmp_path) as opened:
        yield opened


@pytest.fixture
async def cases(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    async with served(store_url("schools"), tmp_path, case_queries=True) as opened:
        yield opened


async def asked(desk: Desk, path: str, status: int = 200) -> Any:
    transport = httpx.ASGITransport(desk.service.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as web:
        answer = await web.get(path)
    assert answer.status_code == status, answer.text
    return answer.json()


async def tell(desk: Desk) -> None:
    """A tier, two concerns of which one is restricted, a notice, and results."""
    assert await desk.send(DECIDED, decided(urn=URN)) == "applied"
    raised = "council.casework.concern.raised.v1"
    for reference, restricted in (("CN-1", False), ("CN-2", True)):
        data = concern(urn=URN, concern=reference, restricted=restricted, summary="A secret")
        assert await desk.send(raised, data) == "applied"
    notice = statutory.a_notice(urn=URN)
    assert await desk.send("council.casework.notice.issued.v1", notice) == "applied"
    results = "council.results.measures.published.v1"
    assert await desk.send(results, measures()) == "applied"
    assert (
        await desk.send(test_cases.OPENED, test_cases.opened(review_due="2027-01-15")) == "applied"
    )
    at = {"visited_on": "2026-10-20", "recorded_at": "2026-10-21T09:00:00+01:00"}
    visit = test_visits.recorded(urn=URN, **at)
    assert await desk.send("council.casework.visit.recorded.v1", visit, subject=URN) == "applied"


async def arrange(desk: Desk) -> None:
    """Coaching of 900001 by 900002."""
    for event, data in (
        (test_support.OFFERED, test_support.offered()),
        (test_support.ARRANGED, test_support.arranged()),
        (test_support.DELIVERED, test_support.delivered(delivered_on="2026-10-20")),
    ):
        recorded = {"recorded_at": "2026-10-21T09:00:00Z"} if "delivery" in data else {}
        assert await desk.send(event, data | recorded) == "applied"


def measures() -> dict[str, Any]:
    about = {"unit": "percent", "better": "higher", "headline": True, "national": 74}
    maths = {"code": "maths-expected", "title": "Maths", "value": 93.7, "cohort": 4, **about}
    return {
        "urn": URN,
        "academic_year": "2025/26",
        "stage": "key-stage-2",
        "published_on": "2026-09-10",
        "version": "final",
        "measures": [maths],
    }


async def test_school_has_no_word_of_cases_without_the_setting(desk: Desk) -> None:
    await tell(desk)
    found = await asked(desk, f"/schools/{URN}")
    assert found.keys().isdisjoint(CASES)
    assert (found["support_received"], found["support_given"]) == ([], [])


async def test_support_is_told_of_both_schools(desk: Desk) -> None:
    await arrange(desk)
    received = (await asked(desk, f"/schools/{URN}"))["support_received"]
    given = (await asked(desk, "/schools/900002"))["support_given"]
    assert received == given
    assert (received[0]["from"], received[0]["delivered_days"]) == ("2026-10-19", 1.5)
    [clock] = (await asked(desk, "/clocks"))["clocks"]
    assert (clock["what"], clock["due"]) == ("support ends", "2027-03-26")


async def test_attendances_are_not_told_of_single_deliveries(desk: Desk) -> None:
    """They would tell of very few people; the report adds them up and suppresses small counts."""
    await arrange(desk)
    found = await asked(desk, f"/schools/{URN}")
    assert "headcount" not in str(found)


async def test_school_has_its_case_and_visit_with_the_setting(cases: Desk) -> None:
    await tell(cases)
    found = await asked(cases, f"/schools/{URN}")
    assert [(each["case"], each["state"]) for each in found["cases"]] == [("C-2026-0007", "open")]
    assert found["visits"][0]["note"] is None


async def test_school_has_tier_concerns_notices_and_results_with_the_setting(cases: Desk) -> None:
    await tell(cases)
    found = await asked(cases, f"/schools/{URN}")
    assert found["tier"]["tier"] == "targeted"
    assert found["tier"]["history"][0]["from"] == "2026-10-12T09:00:00Z"
    assert [each["concern"] for each in found["concerns"]] == ["CN-1"]
    assert [each["route"] for each in found["notices"]] == ["s60"]
    [results] = found["results"]
    assert results["measures"][0]["value"] is None
    assert "A secret" not in str(found)


async def test_schools_are_found_by_tier_trust_and_text(cases: Desk) -> None:
    await tell(cases)
    in_tier = await asked(cases, "/schools?tier=targeted")
    assert [each["urn"] for each in in_tier["schools"]] == [URN]
    assert (await asked(cases, "/schools?tier=intensive"))["total"] == 0
    by_urn = await asked(cases, f"/schools?text={URN}")
    assert [each["urn"] for each in by_urn["schools"]] == [URN]
    assert (await asked(cases, "/schools?trust=no%20such%20trust"))["total"] == 0
    both = [await asked(cases, f"/schools?{name}=805") for name in ("la", "authority")]
    assert both[0]["total"] == both[1]["total"] > 0


async def test_tier_is_no_filter_without_the_setting(desk: Desk) -> None:
    found = await asked(desk, "/schools?tier=targeted", 400)
    assert "tier" in found["detail"]


async def test_clocks_are_in_order_with_the_working_days_left(cases: Desk) -> None:
    await tell(cases)
    found = await asked(cases, "/clocks")
    told = [(each["what"], each["due"], each["working_days_left"]) for each in found["clocks"]]
    assert told == [
        ("visit: note published", "2026-11-05", 4),
        ("notice: comply by", "2026-11-27", 20),
        ("tier review", "2026-12-18", 35),
        ("case review", "2027-01-15", 52),
    ]
    first = await asked(cases, "/clocks?limit=2")
    assert (len(first["clocks"]), first["total"]) == (2, 4)
    second = await asked(cases, first["next"])
    assert [each["what"] for each in second["clocks"]] == ["tier review", "case review"]
    assert second["next"] is None
    assert (await asked(cases, "/clocks?authority=805"))["total"] == 0


async def test_clocks_of_cases_are_left_out_without_the_setting(desk: Desk) -> None:
    await tell(desk)
    assert (await asked(desk, "/clocks"))["clocks"] == []


def test_case_queries_are_refused_on_an_address_that_others_reach() -> None:
    given = {"database_url": "sqlite://", "amqp_url": "amqp://x", "key": KEY}
    with pytest.raises(ValidationError, match="SCHOOLS_CASE_QUERIES"):
        Settings(**given, case_queries=True, http_host="0.0.0.0")
