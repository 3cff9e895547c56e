"""The report on support: arranged, delivered, rated; attendances with small counts suppressed."""

import csv
import io
from typing import Any

import httpx
import pytest

from integration.reporting.conftest import Desk
from integration.reporting.test_pages import Page
from unit.reporting.challenge import HELPER, NAME, SCHOOL, Challenge, delivery


def evaluation(rating: int, point: str = "at-end", on: str = "2027-04-02") -> dict[str, Any]:
    at = f"{on}T11:00:00Z"
    return {"by": "school", "point": point, "rating": rating, "evaluated_at": at}


@pytest.fixture
async def told(desk: Desk) -> Desk:
    """Three supports of two schools, and a cancelled one."""
    programme = Challenge()
    programme.support("S-1", deliveries=[delivery("1", leaders=40)])
    programme.support(
        "S-1",
        days=6,
        deliveries=[
            delivery("1", 1.5, "2026-11-04", leaders=3, teachers=12),
            delivery("2", 2, "2027-04-05", leaders=1, teachers=10),
        ],
        evaluations=[evaluation(2), evaluation(5, "two-terms-after", "2027-07-02")],
        delivered_days=3.5,
    )
    other = {"need": "research-sharing", "need_title": "Share research", "urn": HELPER}
    theirs = {"name": "Newport Primary School", "provider": "PRV-UNI", "provider_urn": None}
    programme.support(
        "S-2",
        **other,
        **theirs,
        provider_name="Teesside University",
        objective="teaching-and-learning",
        days=2,
        deliveries=[delivery("3", 2, "2026-12-01", leaders=9)],
        evaluations=[evaluation(3)],
    )
    programme.support(
        "S-3", la_code="805", days=1, deliveries=[delivery("4", 1, leaders=30)], urn="900300"
    )
    programme.support("S-4", cancelled=True, state="cancelled", ended_on="2026-11-01")
    await desk.told(programme.events)
    return desk


async def report(web: httpx.AsyncClient, query: str = "") -> dict[str, Any]:
    answer = await web.get(f"/reports/support.json{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_days_are_added_up_without_what_was_cancelled(
    told: Desk, web: httpx.AsyncClient
) -> None:
    total = (await report(web))["total"]
    assert (total["supports"], total["days_arranged"], total["days_delivered"]) == (3, 9, 6.5)


async def test_only_what_the_newest_event_tells_of_a_support_counts(
    told: Desk, web: httpx.AsyncClient
) -> None:
    lines = {row["key"]: row for row in (await report(web))["by_school"]}
    assert lines[SCHOOL]["days_delivered"] == 3.5
    assert lines[SCHOOL]["name"] == NAME


async def test_rating_counts_once_for_each_support_by_its_last_one(
    told: Desk, web: httpx.AsyncClient
) -> None:
    total = (await report(web))["total"]
    assert (total["rated"], total["rated_4_or_5"]) == (2, 1)
    council = (await report(web, "?year=2026-27"))["total"]
    assert council["rated"] == 0
    academic = (await report(web, "?year=2026-27&years=academic"))["total"]
    assert (academic["rated"], academic["rated_4_or_5"]) == (2, 1)


@pytest.mark.parametrize(
    ("query", "days"),
    [("?year=2026-27", 4.5), ("?year=2027-28", 2), ("?years=academic", 6.5), ("?year=2020-21", 0)],
)
async def test_year_takes_what_was_delivered_in_it(
    told: Desk, web: httpx.AsyncClient, query: str, days: float
) -> None:
    assert (await report(web, query))["total"]["days_delivered"] == days


async def test_small_attendances_are_suppressed_in_json_csv_and_page(
    told: Desk, web: httpx.AsyncClient
) -> None:
    """School 900201 has 4 leaders, so the 9 of the other school are suppressed with them."""
    found = await report(web, "?authority=806")
    leaders = {row["key"]: row["leaders"] for row in found["by_school"]}
    assert leaders == {SCHOOL: "suppressed", HELPER: "suppressed"}
    assert found["total"]["leaders"] == 13

    sheet = (await web.get("/reports/support.csv?authority=806")).text.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(sheet, newline="")))
    schools = [row["leaders"] for row in rows if row["by"] == "school"]
    assert schools == ["suppressed", "suppressed"]
    page = Page((await web.get("/reports/support?authority=806")).text).text
    assert page.count("Suppressed") >= 6


async def test_lines_are_by_need_objective_and_provider(told: Desk, web: httpx.AsyncClient) -> None:
    found = await report(web)
    assert {row["name"] for row in found["by_need"]} == {
        "Individual development and expert coaching",
        "Share research",
    }
    assert [row["key"] for row in found["by_objective"]] == [
        "leadership-capacity",
        "teaching-and-learning",
    ]
    assert {row["name"] for row in found["by_provider"]} == {
        "Newport Primary School",
        "Teesside University",
    }


async def test_provider_has_free_what_no_support_has_booked(
    desk: Desk, web: httpx.AsyncClient
) -> None:
    """6 days are booked, 1 was delivered before a cancellation, 2 before a school closed."""
    programme = Challenge()
    for begins, until, days in (("2025-09-01", "2026-08-31", 5), ("2026-09-01", "2027-08-31", 20)):
        offer = {"provider": "PRV-NEWPORT", "name": "Newport", "kind": "school", "booked_days": 0}
        period = {"from": begins, "until": until, "days": days}
        key = {"aggregate": "provider", "reference": "PRV-NEWPORT"}
        programme.tell("schools.provider.offered", "PRV-NEWPORT", {**offer, **period}, **key)
    programme.support("S-1", days=6)
    programme.support("S-2", days=4, delivered_days=1, cancelled=True, ended_on="2026-11-02")
    programme.support("S-3", days=4, delivered_days=2, ended_on="2026-11-02")
    await desk.told(programme.events)
    found = (await report(web))["providers"]
    assert [(row["booked_days"], row["free_days"]) for row in found] == [(0, 5), (9, 11)]


@pytest.mark.parametrize("query", ["?year=2026-28", "?year=26", "?years=school"])
async def test_year_that_is_none_is_refused(web: httpx.AsyncClient, query: str) -> None:
    assert (await web.get(f"/reports/support{query}")).status_code == 422


async def test_year_is_chosen_by_links_that_keep_the_authority(
    told: Desk, web: httpx.AsyncClient
) -> None:
    page = Page((await web.get("/reports/support?authority=806&year=2026-27")).text)
    links = {str(link["href"]) for link in page.all("a")}
    assert "/reports/support?authority=806&years=academic&year=2025-26" in links
    assert "/reports/support.csv?authority=806&years=council&year=2026-27" in links
