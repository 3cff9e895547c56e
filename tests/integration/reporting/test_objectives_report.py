"""The measures of the three key objectives, each as its definition says."""

from typing import Any

import httpx
import pytest

from integration.reporting.conftest import Desk
from integration.reporting.test_pages import Page
from reporting.domain.objectives import MEASURES
from unit.reporting.builders import submit
from unit.reporting.challenge import (
    HELPER,
    SCHOOL,
    Challenge,
    challenged,
    delivery,
    measure,
    objective,
)

Figures = dict[str, dict[str, Any]]


async def figures(web: httpx.AsyncClient, query: str = "") -> Figures:
    answer = await web.get(f"/reports/objectives.json{query}")
    assert answer.status_code == 200, answer.text
    return {row["code"]: row for row in answer.json()["measures"]}


def of(found: Figures, code: str) -> tuple[Any, Any, Any]:
    return found[code]["value"], found[code]["beside"], found[code]["percent"]


def ended(reference: str, days: float, delivered: float, **changes: Any) -> dict[str, Any]:
    part = delivery(reference, delivered, "2026-11-04")
    over = {"state": "ended", "ended_on": "2026-11-20", "deliveries": [part]}
    return {"reference": reference, "days": days, "delivered_days": delivered, **over, **changes}


async def test_every_measure_is_in_the_report_with_its_definition(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    await cases.told(challenged().events)
    assert list(await figures(case_web)) == [one.code for one in MEASURES]
    page = " ".join(Page((await case_web.get("/reports/objectives")).text).text.split())
    assert all(one.meaning in page for one in MEASURES)
    assert page.count("Not yet recorded") == 3


async def test_leadership_counts_days_delivery_ratings_and_schools_that_gave(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    rating = {
        "by": "school",
        "point": "at-end",
        "rating": 4,
        "evaluated_at": "2026-11-21T09:00:00Z",
    }
    programme.support(**ended("S-1", 4, 5, evaluations=[rating]))
    programme.support(**ended("S-2", 4, 1, evaluations=[{**rating, "rating": 3}]))
    programme.support(**ended("S-3", 4, 4, objective="community-engagement"))
    programme.support(**ended("S-4", 4, 4, cancelled=True))
    await cases.told(programme.events)
    found = await figures(case_web)

    assert of(found, "days-delivered") == (7.5, 14, None)
    assert of(found, "delivery-rate") == (5, 8, 62.5)
    assert of(found, "rated-4-or-5") == (1, 2, 50)
    assert of(found, "schools-giving-support") == (1, 2, 50)


async def test_schools_that_gave_support_are_those_of_the_authority(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    programme.school("changed", HELPER, la_code="805")
    await cases.told(programme.events)
    assert of(await figures(case_web, "?authority=806"), "schools-giving-support") == (0, 1, 0)
    assert of(await figures(case_web, "?authority=805"), "schools-giving-support") == (1, 1, 100)


async def test_teaching_counts_green_objectives_and_completed_coaching(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    other = objective("O3", "green", key_objective="leadership-capacity")
    programme.case("planned", objectives=[objective("O1", "green"), objective("O2", "red"), other])
    programme.support(**ended("S-1", 4, 4))
    programme.support(**ended("S-2", 4, 3.5, kind="mentoring"))
    programme.support(**ended("S-3", 4, 4, kind="research-sharing"))
    await cases.told(programme.events)
    found = await figures(case_web)

    assert of(found, "case-objectives-green") == (1, 2, 50)
    assert of(found, "coaching-completed") == (1, 2, 50)
    assert of(await figures(case_web, "?year=2025-26"), "case-objectives-green") == (0, 0, None)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([("2023/24", 61), ("2024/25", 55), ("2025/26", 58)], (0, 1)),
        ([("2023/24", 61), ("2024/25", 55), ("2025/26", 61)], (1, 1)),
        ([("2025/26", 70)], (0, 0)),
        ([("2024/25", None), ("2025/26", 70)], (0, 0)),
        ([("2023/24", 90), ("2024/25", 50), ("2025/26", None)], (0, 1)),
    ],
)
async def test_school_is_compared_with_its_own_earlier_best(
    cases: Desk, case_web: httpx.AsyncClient, values: list[Any], expected: tuple[int, int]
) -> None:
    programme = Challenge()
    programme.school("registered", SCHOOL)
    for year, value in values:
        programme.results(year, measure(value))
    await cases.told(programme.events)
    assert of(await figures(case_web), "schools-at-own-best")[:2] == expected


async def test_results_count_in_their_final_version_and_the_same_code_alone(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = Challenge()
    programme.school("registered", SCHOOL)
    programme.results("2024/25", measure(50))
    programme.results("2025/26", measure(60), version="provisional")
    programme.results("2025/26", measure(60, code="reading-expected"), stage="key-stage-4")
    await cases.told(programme.events)
    assert of(await figures(case_web), "schools-at-own-best") == (0, 0, None)


async def test_lower_is_better_where_the_measure_says_so(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = Challenge()
    programme.school("registered", SCHOOL)
    for year, value in (("2024/25", 8.1), ("2025/26", 7.4)):
        programme.results(year, measure(value, better="lower", code="absence"), stage="attendance")
    await cases.told(programme.events)
    assert of(await figures(case_web), "schools-at-own-best")[:2] == (1, 1)
    assert of(await figures(case_web, "?year=2025-26"), "schools-at-own-best")[:2] == (0, 0)


async def test_community_counts_schools_in_stories_and_in_grants(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    programme.story("ST-2", SCHOOL)
    programme.story("ST-3", "900777", withdrawn=True)
    programme.round()
    partners = [{"urn": HELPER, "share_pence": None}]
    at = {"awarded_at": "2026-11-10T09:00:00Z"}
    programme.award("award.made", "G-1", lead_school=SCHOOL, partners=partners, **at)
    await cases.told(programme.events)
    found = await figures(case_web, "?year=2026-27&authority=806")

    assert of(found, "schools-in-stories") == (2, 2, None)
    assert of(found, "schools-in-grants") == (2, 1, None)
    assert of(await figures(case_web, "?year=2025-26"), "schools-in-grants") == (0, 0, None)


async def test_a_partner_that_left_or_closed_is_no_school_in_a_grant(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    programme.round()
    partners = [{"urn": urn, "share_pence": None} for urn in (HELPER, "900777", "900778")]
    at = {"awarded_at": "2026-11-10T09:00:00Z"}
    programme.award("award.made", "G-1", lead_school=SCHOOL, partners=partners, **at)
    for urn, answer in ((HELPER, "leaves"), ("900777", "closed"), ("900778", "refuses")):
        programme.application("consent.answered", "A-1", "accepted", urn=urn, answer=answer)
    programme.application("consent.answered", "A-1", "accepted", urn="900778", answer="consents")
    await cases.told(programme.events)
    found = await figures(case_web, "?year=2026-27&authority=806")

    assert of(found, "schools-in-grants") == (2, 1, None)  # the lead, and who consents again


async def test_parent_view_is_not_yet_recorded_until_a_publisher_sends_it(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    await cases.told(programme.events)
    assert not (await figures(case_web))["parent-view"]["recorded"]
    for year, value in (("2024/25", 70), ("2025/26", 75)):
        programme.results(year, measure(value, headline=False), stage="parent-view")
    await cases.told(programme.events)
    assert of(await figures(case_web), "parent-view") == (1, 1, 100)


async def test_strategy_shows_cases_support_money_and_measures_of_a_priority(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    programme.round()
    submit(programme, "0001")
    programme.award(
        "award.made", "G-2026-0001", paid_pence=833_333, awarded_at="2026-11-10T09:00:00Z"
    )
    await cases.told(programme.events)
    [strategy] = (await case_web.get("/reports/strategy.json")).json()["strategies"]
    [priority] = strategy["priorities"]
    counts = ("cases_open", "cases", "supports", "days_arranged", "days_delivered", "awards")
    assert [priority[name] for name in counts] == [1, 1, 1, 6, 1.5, 1]
    assert (priority["awarded_pence"], priority["paid_pence"]) == (2_500_000, 833_333)
    [aim] = priority["measures"]
    assert (aim["target"], aim["schools_at_target"], aim["schools"]) == (74, 0, 1)

    page = Page((await case_web.get("/reports/strategy")).text).text
    assert "0 of 1" in page
    assert "A maths hub for every school" in page
    assert "£8,333.33" in page
    sheet = (await case_web.get("/reports/strategy.csv")).text
    assert "Maths in every year" in sheet


async def test_strategy_of_a_year_counts_what_lies_in_it(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    await cases.told(challenged().events)
    for query, expected in (("?year=2026-27", 1), ("?year=2025-26", 0), ("?authority=805", None)):
        found = (await case_web.get(f"/reports/strategy.json{query}")).json()["strategies"]
        assert [one["priorities"][0]["cases"] for one in found] == (
            [] if expected is None else [expected]
        )


@pytest.mark.parametrize("name", ["strategy", "objectives"])
async def test_report_that_tells_of_cases_and_results_needs_the_setting(
    web: httpx.AsyncClient, name: str
) -> None:
    assert (await web.get(f"/reports/{name}")).status_code == 404


async def test_hubs_reach_each_school_once_and_findings_are_counted(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    for report, schools in (("A", ["111626", "134076"]), ("B", ["134076"])):
        period = {"from": "2026-11-01", "until": "2026-11-20"}
        reached = {"report": report, "schools": schools, "staff": 20, **period}
        programme.award("hub.reported", "G-2026-0001", **reached)
    due = {"findings_due": "2026-11-26", "category": "research-project"}
    for number, day in (("0002", "2026-11-24"), ("0003", "2026-11-27")):
        presented = {"presented_on": day, "where": "Town Hall", "open_to_public": True}
        programme.award(
            "findings.presented",
            f"G-2026-{number}",
            consent_to_publish=True,
            audience=40,
            **presented,
            **due,
        )
    programme.award("award.made", "G-2026-0004", **due)
    programme.award("award.ended", "G-2026-0005", "ended", **due)
    await cases.told(programme.events)
    found = await figures(case_web)

    assert of(found, "hub-schools") == (2, 40, None)
    assert of(found, "research-presented") == (1, 3, 33.3)
    assert of(found, "findings-presented") == (2, 80, None)
