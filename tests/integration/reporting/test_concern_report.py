"""Schools causing concern: tiers, movements, cases, notices and running dates."""

import csv
import io
from typing import Any

import httpx
import pytest

from integration.reporting.conftest import Desk
from integration.reporting.test_pages import EVIL, Page
from unit.reporting.challenge import HELPER, SCHOOL, Challenge, challenged, period

NAMES = {"name": "Newport Primary School", "la_code": "805"}


async def report(web: httpx.AsyncClient, query: str = "") -> dict[str, Any]:
    answer = await web.get(f"/reports/concern.json{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
async def told(cases: Desk) -> Desk:
    """One school with everything, and one of the other authority with a tier alone."""
    programme = challenged()
    programme.school("registered", HELPER, name="Newport Primary School", la_code="805")
    programme.tier(HELPER, period("universal", "2026-05-04"), **NAMES)
    await cases.told(programme.events)
    return cases


async def test_schools_are_counted_by_tier(told: Desk, case_web: httpx.AsyncClient) -> None:
    found = await report(case_web)
    tiers = {row["tier"]: row["schools"] for row in found["by_tier"]}
    assert tiers == {"special-measures": 0, "intensive": 0, "targeted": 1, "universal": 1}


@pytest.mark.parametrize(
    ("query", "moved"),
    [
        ("", [("universal", "targeted")]),
        (
            "?since=2026-01-01",
            [("universal", "targeted"), (None, "universal"), (None, "universal")],
        ),
        ("?since=2026-10-13", []),
    ],
)
async def test_movements_are_those_since_the_date(
    told: Desk, case_web: httpx.AsyncClient, query: str, moved: list[Any]
) -> None:
    found = [
        (row["from_tier"], row["tier"]) for row in (await report(case_web, query))["movements"]
    ]
    assert found == moved


async def test_proposal_is_listed_until_it_is_decided_on_or_taken_back(
    told: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    programme.proposal("intensive")
    await told.told(programme.events)
    [row] = (await report(case_web))["proposals"]
    assert (row["urn"], row["tier_now"], row["proposed"]) == (SCHOOL, "targeted", "intensive")
    assert "Proposed tiers" in (await case_web.get("/reports/concern")).text
    assert (await report(case_web, "?authority=805"))["proposals"] == []

    programme.proposal("targeted")
    await told.told(programme.events[-1:])
    assert (await report(case_web))["proposals"] == []


async def test_case_shows_rag_missed_reviews_and_open_actions(
    told: Desk, case_web: httpx.AsyncClient
) -> None:
    found = await report(case_web)
    [case] = found["cases"]
    assert (case["rag"], case["reviews_missed"], case["open_actions"]) == ("amber", 1, 1)
    assert found["reviews_missed"] == 1
    page = (await case_web.get("/reports/concern")).text
    assert '<span class="tag rag-amber">Amber</span>' in page


async def test_running_dates_are_in_order_with_days_left(
    told: Desk, case_web: httpx.AsyncClient
) -> None:
    dates = (await report(case_web, "?authority=806"))["dates"]
    assert [(row["what"], row["due"], row["days_left"]) for row in dates] == [
        ("case review", "2026-11-20", -1),
        ("tier review", "2026-11-20", -1),
        ("notice: comply by", "2026-11-27", 6),
    ]


async def test_notice_not_complied_with_runs_until_its_powers_end(
    told: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    programme.notice("not-complied", state="not-complied", eligible_for_intervention=True)
    await told.told(programme.events)
    dates = {row["what"]: row["due"] for row in (await report(case_web))["dates"]}
    assert dates["notice: powers end"] == "2027-01-27"
    assert "notice: comply by" not in dates


async def test_table_has_each_school_with_its_tier_case_and_notice(
    told: Desk, case_web: httpx.AsyncClient
) -> None:
    sheet = (await case_web.get("/reports/concern.csv")).text.removeprefix("\ufeff")
    rows = {row["urn"]: row for row in csv.DictReader(io.StringIO(sheet, newline=""))}
    assert list(rows) == [SCHOOL, HELPER]
    assert rows[SCHOOL]["review_overdue"] == "yes"
    assert (rows[SCHOOL]["case"], rows[SCHOOL]["notice"]) == ("C-2026-0007", "WN-2026-0001")
    assert rows[HELPER]["case"] == ""


async def test_closed_case_and_ended_notice_leave_the_lists(
    told: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    programme.case("closed", state="closed", review_due=None, closed_on="2026-11-20")
    programme.notice("complied", state="complied")
    await told.told(programme.events)
    found = await report(case_web)
    assert (found["cases"], found["notices"]) == ([], [])
    assert found["counts"]["schools"] == 2


async def test_school_with_a_case_and_no_tier_is_in_the_table(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = Challenge()
    programme.case()
    await cases.told(programme.events)
    [row] = (await report(case_web))["schools"]
    assert (row["urn"], row["tier"], row["case"]) == (SCHOOL, None, "C-2026-0007")


async def test_authority_selects_every_part(told: Desk, case_web: httpx.AsyncClient) -> None:
    found = await report(case_web, "?authority=805&since=2026-01-01")
    parts = ("movements", "cases", "notices", "dates", "schools")
    assert [len(found[part]) for part in parts] == [1, 0, 0, 1, 1]


async def test_long_table_is_shown_a_page_at_a_time_and_whole_in_the_file(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = Challenge()
    for number in range(230):
        programme.tier(str(910_000 + number), name=f"School {number:03}")
    await cases.told(programme.events)
    third = Page((await case_web.get("/reports/concern?page=3")).text)
    assert "School 229" in third.text
    assert "School 001" not in third.text.partition("Schools, the most support first")[2]
    assert len((await report(case_web))["schools"]) == 230
    assert len((await case_web.get("/reports/concern")).content) < 300_000


async def test_text_of_events_is_escaped(cases: Desk, case_web: httpx.AsyncClient) -> None:
    programme = challenged()
    programme.tier(SCHOOL, name=EVIL)
    programme.case("planned", name=EVIL)
    programme.notice(name=EVIL, ground=EVIL)
    await cases.told(programme.events)
    answer = await case_web.get("/reports/concern")
    assert "<script" not in answer.text
    assert EVIL in Page(answer.text).text
