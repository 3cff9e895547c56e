"""A page per school: what is open, and what the setting case_pages adds."""

from typing import Any

import httpx
import pytest

from integration.reporting.conftest import Desk
from integration.reporting.test_pages import EVIL, Page
from unit.reporting.builders import award_and_pay, submit
from unit.reporting.challenge import BEFORE, HELPER, NAME, SCHOOL, Challenge, challenged, measure
from unit.reporting.challenge import period as tier_period


async def text_of(web: httpx.AsyncClient, address: str) -> str:
    answer = await web.get(address)
    assert answer.status_code == 200, answer.text
    assert len(answer.content) < 300_000
    return " ".join(Page(answer.text).text.split())


async def told(desk: Desk, programme: Challenge) -> None:
    await desk.told(programme.events)


async def test_page_shows_register_inspections_support_and_related_schools(
    desk: Desk, web: httpx.AsyncClient
) -> None:
    await told(desk, challenged())
    shown = await text_of(web, f"/schools/{SCHOOL}")

    for words in (NAME, "Tees Trust", "Acklam Whin Junior School", "Newport Primary School"):
        assert words in shown
    assert f"Inspection of Acklam Whin Junior School ({BEFORE})" in shown
    assert "Support for" not in shown
    assert "Support given to other schools" in await text_of(web, f"/schools/{HELPER}")


async def test_page_without_the_setting_tells_nothing_of_cases(
    desk: Desk, web: httpx.AsyncClient
) -> None:
    await told(desk, challenged())
    shown = await text_of(web, f"/schools/{SCHOOL}")

    secret = ("Tier", "C-2026-0007", "WN-2026-0001", "CN-1", "Termly review", "expected standard")
    assert [words for words in secret if words in shown] == []


async def test_page_with_the_setting_shows_tier_case_visit_notice_and_results(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    await told(cases, challenged())
    shown = await text_of(case_web, f"/schools/{SCHOOL}")

    for words in (
        "Reason for targeted",
        "Case C-2026-0007",
        "Amber",
        "Leaders own the maths plan.",
        "Published without an answer from the school.",
        "WN-2026-0001",
        "61% (2023/24)",
        "Reviews missed1",
        "Section 64: additional governors",
        "CN-1",
    ):
        assert words in shown
    assert "CN-SECRET" not in shown


async def test_objective_that_left_the_plan_and_older_versions_are_not_shown(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    programme.tier(SCHOOL, tier_period("intensive", "2026-02-02"))
    programme.case("planned", objectives=[])
    await cases.told([*programme.events[-2:], *programme.events[:-2]])
    shown = await text_of(case_web, f"/schools/{SCHOOL}")

    assert "Intensive" in shown
    assert "Reason for targeted" not in shown
    assert "Objective O1" not in shown


async def test_proposal_is_shown_until_a_decision_follows_it(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    programme.proposal("intensive")
    await told(cases, programme)
    assert "Proposed on 7 September 2026: Intensive." in await text_of(
        case_web, f"/schools/{SCHOOL}"
    )
    programme.tier()
    await cases.told(programme.events[-1:])
    assert "Proposed" not in await text_of(case_web, f"/schools/{SCHOOL}")


async def test_results_of_a_small_cohort_are_suppressed_and_not_even_stored(
    cases: Desk, case_web: httpx.AsyncClient
) -> None:
    programme = challenged()
    programme.results("2026/27", measure(93.7, cohort=4, disadvantaged=91.3))
    await told(cases, programme)
    shown = await text_of(case_web, f"/schools/{SCHOOL}")

    assert "Suppressed" in shown
    assert "93.7" not in shown
    stored: list[dict[str, Any]] = (await cases.read_models())["result_measure"]
    assert [row["value"] for row in stored if row["academic_year"] == "2026/27"] == [None]


async def test_application_is_shown_once_its_decision_is_announced(
    desk: Desk, web: httpx.AsyncClient
) -> None:
    programme = challenged()
    programme.round()
    submit(programme, "0004", lead_school=SCHOOL)
    await told(desk, programme)
    assert "A-2026-0004" not in await text_of(web, f"/schools/{SCHOOL}")
    programme.released("A-2026-0004", 100_000, lead_school=SCHOOL)
    await desk.told(programme.events[-1:])
    assert "A-2026-0004" in await text_of(web, f"/schools/{SCHOOL}")


async def test_award_is_shown_with_its_partners(desk: Desk, web: httpx.AsyncClient) -> None:
    programme = challenged()
    programme.round()
    award_and_pay(programme, "0001", 2_500_000, paid=833_333)
    partners = [{"urn": HELPER, "share_pence": 416_666}]
    programme.award("award.made", "G-2026-0001", lead_school=SCHOOL, partners=partners)
    await told(desk, programme)

    assert "Partner£25,000£4,166.66" in await text_of(web, f"/schools/{HELPER}")
    assert "G-2026-0001" in await text_of(web, f"/schools/{SCHOOL}")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=whin", {SCHOOL, BEFORE}),
        (f"q={HELPER}", {HELPER}),
        ("q=middlesb", {SCHOOL, BEFORE, HELPER}),
        ("authority=805", set()),
        ("q=100%25", set()),
    ],
)
async def test_schools_are_found_by_name_urn_or_authority(
    desk: Desk, web: httpx.AsyncClient, query: str, found: set[str]
) -> None:
    await told(desk, challenged())
    page = Page((await web.get(f"/schools?{query}")).text)
    links = {str(link["href"]).removeprefix("/schools/") for link in page.all("a")}
    assert {link for link in links if link.isdecimal()} == found


async def test_search_shows_a_page_at_a_time(desk: Desk, web: httpx.AsyncClient) -> None:
    programme = Challenge()
    for number in range(120):
        programme.school("registered", str(910_000 + number), name=f"School {number:03}")
    await told(desk, programme)
    assert "Page 2 of 3" in await text_of(web, "/schools?q=school&page=2")
    assert "School 119" in await text_of(web, "/schools?q=school&page=3")


async def test_school_that_no_register_has_is_not_found(web: httpx.AsyncClient) -> None:
    assert (await web.get("/schools/999999")).status_code == 404
    assert (await web.get("/schools/12")).status_code == 422


async def test_related_schools_in_a_circle_end(desk: Desk, web: httpx.AsyncClient) -> None:
    programme = Challenge()
    programme.school("registered", SCHOOL, predecessors=[BEFORE], successors=[BEFORE])
    programme.school("registered", BEFORE, predecessors=[SCHOOL], successors=[SCHOOL])
    await told(desk, programme)
    assert f"School {BEFORE}" in await text_of(web, f"/schools/{SCHOOL}")


async def test_text_of_officers_is_escaped(cases: Desk, case_web: httpx.AsyncClient) -> None:
    programme = challenged()
    programme.case("planned", aim=EVIL, outcome=EVIL, closed_on="2026-11-20")
    programme.visit("published", purpose=EVIL, note=EVIL, published_because="answered")
    programme.story("ST-1", title=EVIL)
    programme.support(provider_name=EVIL, need_title=EVIL)
    await told(cases, programme)
    answer = await case_web.get(f"/schools/{SCHOOL}")
    assert "<script" not in answer.text
    assert EVIL in Page(answer.text).text
