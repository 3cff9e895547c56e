"""A report of one authority, and of open or closed rounds: page, JSON and CSV agree."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from integration.reporting.conftest import Desk
from unit.reporting.builders import small_programme

OPEN_806, OPEN_805, CLOSED_806 = "2026-AUT", "2026-HPL", "2026-SPR"


@pytest.fixture
async def web(desk: Desk, web: httpx.AsyncClient) -> httpx.AsyncClient:
    """Two authorities: one open round each, and a closed one of the first."""
    told = small_programme()
    told.round(OPEN_806, 25_000_000, deadline="2026-12-01T11:00:00Z")
    told.round(OPEN_805, 1_000_000, authority="805", deadline="2026-12-01T11:00:00Z")
    told.round(CLOSED_806, 300_000)
    told.released("A-2026-0021", 400_000, round=OPEN_805, authority="805")
    told.school("registered", "900301", la_code="805", la_name="Hartlepool")
    await desk.told(told.events)
    desk.service.clock = lambda: datetime(2026, 11, 21, tzinfo=UTC)
    return web


async def json_of(web: httpx.AsyncClient, address: str) -> dict[str, Any]:
    answer = await web.get(address)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("query", "rounds"),
    [
        ("", [OPEN_805, OPEN_806, CLOSED_806]),
        ("?authority=805", [OPEN_805]),
        ("?authority=806", [OPEN_806, CLOSED_806]),
        ("?rounds=open", [OPEN_805, OPEN_806]),
        ("?rounds=closed", [CLOSED_806]),
        ("?authority=806&rounds=open", [OPEN_806]),
        ("?authority=&rounds=", [OPEN_805, OPEN_806, CLOSED_806]),
        ("?authority=999", []),
    ],
)
async def test_funding_report_has_the_rounds_of_the_authority_and_state(
    web: httpx.AsyncClient, query: str, rounds: list[str]
) -> None:
    found = await json_of(web, f"/reports/funding.json{query}")
    sheet = (await web.get(f"/reports/funding.csv{query}")).text.removeprefix("\ufeff")
    page = (await web.get(f"/reports/funding{query}")).text

    assert sorted(one["round"] for one in found["rounds"]) == sorted(rounds)
    assert {row["round"] for row in csv.DictReader(io.StringIO(sheet))} == set(rounds)
    assert {code for code in (OPEN_805, OPEN_806, CLOSED_806) if code in page} == set(rounds)


async def test_sums_of_the_funding_page_follow_the_selection(web: httpx.AsyncClient) -> None:
    page = (await web.get("/reports/funding?authority=805&rounds=open")).text

    assert "<dt>Budget</dt><dd>£10,000</dd>" in page
    assert "<dt>Available</dt><dd>£6,000</dd>" in page
    assert 'href="/reports/funding.csv?authority=805&amp;rounds=open"' in page


async def test_report_names_its_selection(web: httpx.AsyncClient) -> None:
    answer = await web.get("/reports/funding.csv?authority=806&rounds=open")
    found = await json_of(web, "/reports/funding.json?authority=806&rounds=open")

    assert found["selection"] == {"authority": "806", "rounds": "open"}
    assert 'filename="funding-806-open-' in answer.headers["content-disposition"]


async def test_pipeline_report_counts_the_selected_applications(web: httpx.AsyncClient) -> None:
    everything = await json_of(web, "/reports/pipeline.json")
    hartlepool = await json_of(web, "/reports/pipeline.json?authority=805")
    closed = await json_of(web, "/reports/pipeline.json?rounds=closed")

    assert [one["application"] for one in hartlepool["applications"]] == ["A-2026-0021"]
    assert hartlepool["total"] == 1
    assert closed["total"] == 0
    assert everything["total"] > 1


async def test_schools_report_counts_the_schools_of_the_authority(web: httpx.AsyncClient) -> None:
    found = await json_of(web, "/reports/schools.json?authority=805")

    assert found["total"] == 1
    assert [one["code"] for one in found["by_authority"]] == ["805"]
    assert sum(month["counts"]["registered"] for month in found["changes"]) == 1


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/reports/funding?autority=806", "autority"),
        ("/reports/funding.json?authority=806&year=2026-27", "year"),
        ("/reports/schools.csv?rounds=open", "rounds"),
        ("/reports/schools?page=2", "page"),
        ("/reports/support.csv?page=2", "page"),
        ("/reports/pipeline?since=2026-09-01", "since"),
        ("/reports/pipeline.csv?page=2", "page"),
        ("/reports/funding?state=accepted", "state"),
        ("/reports/published?authority=806", "authority"),
        ("/journeys/A-2026-0001?x=1", '"x"'),
        ("/?authority=806", "authority"),
    ],
)
async def test_unknown_parameter_is_refused_by_name(
    web: httpx.AsyncClient, address: str, named: str
) -> None:
    answer = await web.get(address)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert named in answer.json()["detail"]


@pytest.mark.parametrize("query", ["authority=80", "authority=Hartlepool", "rounds=all"])
async def test_value_that_a_parameter_cannot_have_is_refused(
    web: httpx.AsyncClient, query: str
) -> None:
    answer = await web.get(f"/reports/funding?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == f"query.{query.partition('=')[0]}"
