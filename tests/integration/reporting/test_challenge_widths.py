"""The pages of support and challenge in a real browser: on a phone, on a desk, and on paper."""

import asyncio
from pathlib import Path

import httpx
import pytest

from integration.reporting.conftest import Desk
from integration.reporting.test_pages import Page
from integration.reporting.test_widths import LINK, PAPER, PHONE, SCREEN
from reporting.pages import STYLE
from support.browser import browser, faults
from unit.reporting.builders import award_and_pay
from unit.reporting.challenge import HELPER, SCHOOL, challenged, delivery, measure

PAGES = [
    "/schools",
    "/schools?q=nothing-of-the-kind",
    f"/schools/{SCHOOL}",
    f"/schools/{HELPER}",
    "/reports/concern",
    "/reports/support",
    "/reports/support?authority=806&year=2026-27",
    "/reports/strategy",
    "/reports/objectives",
]
LONG = "Saint Bartholomew and All Angels Church of England Voluntary Aided Primary School"


@pytest.fixture
async def html(cases: Desk, case_web: httpx.AsyncClient) -> dict[str, str]:
    """Each page of a school with a long name and everything that can be recorded of it."""
    told = challenged()
    told.round()
    award_and_pay(told, "0001", 2_500_000, paid=833_333)
    partners = [{"urn": HELPER, "share_pence": 416_666}]
    told.award("award.made", "G-2026-0001", lead_school=SCHOOL, partners=partners)
    told.school("changed", SCHOOL, name=LONG, trust=LONG, predecessors=["900200"])
    told.tier(name=LONG)
    told.proposal("intensive")
    told.case("reviewed", name=LONG, reviews_missed=12)
    told.notice("not-complied", name=LONG, state="not-complied")
    parts = [delivery("1", 2.5, teachers=1234, leaders=2, governors=7, other_staff=11)]
    told.support("S-9", name=LONG, provider_name=LONG, deliveries=parts)
    told.visit("published", purpose=LONG, note="Word " * 1000, published_because="answered")
    told.results("2026/27", measure(None, cohort=3), stage="key-stage-4")
    await cases.told(told.events)
    found = {}
    for path in PAGES:
        answer = await case_web.get(path)
        assert answer.status_code == 200, path
        assert len(answer.content) < 300_000
        found[path] = answer.text
    return found


@pytest.mark.parametrize("width", [PHONE, SCREEN])
async def test_no_page_is_wider_than_its_window_and_no_figure_runs_into_another(
    html: dict[str, str], width: int, tmp_path: Path
) -> None:
    program = browser()
    if program is None:
        return
    style = f"<style>{STYLE.read_text()}</style>"
    pages = {path: text.replace(LINK, style) for path, text in html.items()}
    assert await asyncio.to_thread(faults, program, pages, width, tmp_path) == {}


async def test_no_column_is_cut_on_paper(html: dict[str, str], tmp_path: Path) -> None:
    program = browser()
    if program is None:
        return
    style = f"<style>{STYLE.read_text()}</style>"
    printed = {
        path: text.replace(LINK, style)
        .replace("@media screen and", "@media not all and")
        .replace("@media print", "@media all")
        for path, text in html.items()
    }
    assert await asyncio.to_thread(faults, program, printed, PAPER, tmp_path) == {}


async def test_every_page_is_well_formed_and_can_be_read_by_everybody(
    html: dict[str, str],
) -> None:
    for path, text in html.items():
        read = Page(text)
        ids = [attrs["id"] for _, attrs in read.found if "id" in attrs]
        assert len(ids) == len(set(ids)), path
        for _, attrs in read.found:
            for name in ("aria-labelledby", "aria-describedby", "for"):
                assert set((attrs.get(name) or "").split()) <= set(ids), path
            assert "style" not in attrs
        assert len(read.all("caption")) == len(read.all("table"))
        labelled = {label["for"] for label in read.all("label")}
        fields = [field for field in read.all("input") if field.get("type") != "hidden"]
        assert all(field["id"] in labelled for field in fields)
        assert len(read.all("h1")) == 1
        assert read.all("script") == []


async def test_every_link_of_these_pages_leads_somewhere(
    html: dict[str, str], case_web: httpx.AsyncClient
) -> None:
    links = {str(link["href"]).partition("#")[0] for text in html.values() for link in _links(text)}
    ours = {link for link in links if link.startswith(("/reports", "/schools", "/journeys"))}
    assert len(ours) > 30
    for link in sorted(ours):
        assert (await case_web.get(link)).status_code == 200, link


def _links(text: str) -> list[dict[str, str | None]]:
    return Page(text).all("a")


async def test_before_the_first_event_every_page_says_that_there_is_nothing_yet(
    case_web: httpx.AsyncClient,
) -> None:
    for path in PAGES:
        answer = await case_web.get(path)
        assert answer.status_code == (404 if path.startswith("/schools/") else 200), path
    for name in ("concern", "support", "strategy", "objectives"):
        for kind in ("json", "csv"):
            assert (await case_web.get(f"/reports/{name}.{kind}")).status_code == 200
