"""The reports as pages, JSON and CSV: the figures, the escaping, and who can read them."""

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest

from integration.reporting.conftest import Desk
from reporting.use_cases.publishing import publish_report
from support.browser import browser, dom
from unit.reporting.builders import small_programme

VOID = {"meta", "link", "input", "br", "hr", "img"}
PAGES = [
    "/",
    "/reports/funding",
    "/reports/pipeline",
    "/reports/pipeline?q=tees&authority=806&rounds=closed&round=2026-AUT&state=accepted",
    "/reports/schools",
    "/reports/published",
    "/journeys",
    "/journeys/A-2026-0001",
    "/journeys/nothing-of-the-kind",
]
EVIL = "<script>alert(1)</script>\"'&{{7*7}}"


class Page(HTMLParser):
    """Reads a page strictly: every tag closed in its turn, every id once."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


async def page(web: httpx.AsyncClient, address: str) -> Page:
    answer = await web.get(address)
    assert answer.status_code in {200, 404}
    return Page(answer.text)


@pytest.fixture
async def told(desk: Desk) -> Desk:
    """A desk that was told a small programme and froze a report of it."""
    await desk.told(small_programme().events)
    async with desk.service.work() as work:
        await publish_report("funding", work)
    return desk


async def test_an_open_round_is_shown_as_closed_from_its_deadline_on(
    told: Desk, web: httpx.AsyncClient
) -> None:
    deadline = datetime(2026, 10, 16, 11, tzinfo=UTC)
    told.service.clock = lambda: deadline - timedelta(microseconds=1)
    assert '<span class="tag">Open</span>' in (await web.get("/reports/funding")).text
    told.service.clock = lambda: deadline
    assert '<span class="tag">Closed</span>' in (await web.get("/reports/funding")).text


@pytest.mark.parametrize("address", PAGES)
async def test_a_page_is_well_formed_and_can_be_read_by_everybody(
    told: Desk, web: httpx.AsyncClient, address: str
) -> None:
    read = await page(web, address)

    assert read.all("html")[0]["lang"] == "en-GB"
    assert [len(read.all(tag)) for tag in ("h1", "main", "header", "footer", "title")] == [1] * 5
    assert read.all("a")[0] == {"class": "skip", "href": "#main"}
    ids = [attrs["id"] for _, attrs in read.found if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs in read.found:
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert set((attrs.get(name) or "").split()) <= set(ids)
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
    assert len(read.all("caption")) == len(read.all("table"))
    assert all(head.get("scope") in {"col", "row"} for head in read.all("th"))
    assert read.all("script") == []
    assert all(
        svg.get("role") == "img" or svg.get("aria-hidden") == "true" for svg in read.all("svg")
    )
    labelled = {label["for"] for label in read.all("label")}
    shown = [field for field in read.all("input") if field["type"] != "hidden"]
    assert all(field["id"] in labelled for field in shown)


@pytest.mark.parametrize("address", PAGES)
async def test_a_page_may_load_nothing_but_our_own_style(
    told: Desk, web: httpx.AsyncClient, address: str
) -> None:
    answer = await web.get(address)

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http://" not in answer.text.replace("http://reporting", "")
    assert "https://" not in answer.text


async def test_every_link_of_every_page_leads_somewhere(told: Desk, web: httpx.AsyncClient) -> None:
    seen: set[str] = set()
    waiting = {"/"}
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = await web.get(address)
        assert answer.status_code == 200, address
        if answer.headers["content-type"].startswith("text/html"):
            links = {str(link["href"]).partition("#")[0] for link in Page(answer.text).all("a")}
            ours = {link for link in links if link.startswith(("/reports", "/journeys"))}
            waiting |= ours - seen
    assert len(seen) > 50


async def test_the_funding_json_is_as_agreed(told: Desk, web: httpx.AsyncClient) -> None:
    report = (await web.get("/reports/funding.json")).json()

    assert report["as_of"] == "2026-11-21T20:15:00Z"
    assert report["position"] == len(small_programme().events)
    [found] = report["rounds"]
    categories = found.pop("categories")
    assert found == {
        "round": "2026-AUT",
        "budget_pence": 25_000_000,
        "reserved_pence": 1_200_000,
        "committed_pence": 2_500_000,
        "paid_pence": 833_333,
        "not_matched_pence": 0,
        "recovered_pence": 0,
        "to_recover_pence": 0,
        "left_pence": 21_300_000,
        "applications": {
            "submitted": 5,
            "ineligible": 1,
            "withdrawn": 1,
            "approved": 2,
            "declined": 1,
        },
    }
    assert [line["category"] for line in categories] == [
        "learning-hub",
        "research-project",
        "developing-school",
    ]


async def test_the_page_shows_pounds_and_every_definition(
    told: Desk, web: httpx.AsyncClient
) -> None:
    text = (await page(web, "/reports/funding")).text

    assert "£8,333.33" in text
    assert "£213,000" in text
    assert "Budget minus offers and accepted awards" in text
    assert "Last updated 21 November 2026 at 8:15pm." in text


@pytest.mark.parametrize("name", ["funding", "pipeline", "schools"])
async def test_the_sheet_holds_the_same_figures(
    told: Desk, web: httpx.AsyncClient, name: str
) -> None:
    answer = await web.get(f"/reports/{name}.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))

    assert f'filename="{name}-' in answer.headers["content-disposition"]
    assert rows
    assert {row["position"] for row in rows} == {str(len(small_programme().events))}


async def test_the_pipeline_keeps_what_is_not_released(told: Desk, web: httpx.AsyncClient) -> None:
    report = (await web.get("/reports/pipeline.json")).json()
    listed = {one["application"]: one for one in report["applications"]}

    assert listed["A-2026-0006"]["title"] is None
    assert listed["A-2026-0001"]["title"] == "Tees mastery hub 1"
    assert {one["state"]: one["applications"] for one in report["by_state"]}["accepted"] == 1


async def test_the_schools_report_counts_the_register(told: Desk, web: httpx.AsyncClient) -> None:
    report = (await web.get("/reports/schools.json")).json()

    phases = {one["name"]: (one["open"], one["not_open"]) for one in report["by_phase"]}
    assert phases == {"Primary": (3, 1), "Secondary": (1, 0), "Not known": (0, 1)}
    assert report["changes"][0]["counts"]["registered"] == 6
    [update] = report["imports"]
    assert (update["extract_date"], update["rows"], update["empty_rows"]) == ("2023-11-16", 6, 2)


async def test_the_page_of_schools_shows_the_empty_rows_of_each_update(
    told: Desk, web: httpx.AsyncClient
) -> None:
    page = (await web.get("/reports/schools")).text
    assert "Empty rows skipped" in page


async def test_text_from_an_event_is_shown_and_never_run(
    desk: Desk, web: httpx.AsyncClient
) -> None:
    told = small_programme()
    told.round("2026-EVIL", title=EVIL)
    told.school("registered", "900900", name=EVIL, la_name=EVIL)
    told.released("A-2026-0001", 5, title=EVIL, theme=EVIL, category=EVIL)
    await desk.told(told.events)

    for address in (*PAGES, "/journeys/900900", f"/journeys/{EVIL.replace('/', '%2F')}"):
        answer = await web.get(address)
        assert "<script" not in answer.text
        Page(answer.text)
    assert EVIL in (await page(web, "/reports/funding")).text


@pytest.mark.parametrize(
    "address", ["/reports/secrets", "/reports/published/R-2026-9999", "/reports/../main.json"]
)
async def test_what_is_not_there_is_not_found(web: httpx.AsyncClient, address: str) -> None:
    assert (await web.get(address)).status_code == 404


async def test_before_the_first_event_every_page_says_that_there_is_nothing_yet(
    web: httpx.AsyncClient,
) -> None:
    for address in PAGES:
        answer = await web.get(address)
        assert answer.status_code in {200, 404}
        Page(answer.text)


async def test_a_browser_draws_the_page(told: Desk, web: httpx.AsyncClient, tmp_path: Path) -> None:
    program = browser()
    if program is None:
        return  # the parser above has read every page; a browser is a second witness
    file = tmp_path / "funding.html"
    file.write_text((await web.get("/reports/funding")).text)

    drawn = await asyncio.to_thread(dom, program, file, tmp_path)

    assert "£213,000.00" in drawn
    assert drawn.count("<rect") > 10


async def test_a_frozen_report_stays_as_it_was(told: Desk, web: httpx.AsyncClient) -> None:
    listed: list[dict[str, Any]] = (await web.get("/reports/published.json")).json()
    frozen = (await web.get("/reports/published/R-2026-0001.json")).text
    more = small_programme()
    more.events.clear()
    more.round("2027-SPR", budget=100)
    await told.told(more.events)

    assert [one["report"] for one in listed] == ["R-2026-0001"]
    assert (await web.get("/reports/published/R-2026-0001.json")).text == frozen
    assert "2027-SPR" not in (await web.get("/reports/published/R-2026-0001")).text
    assert "2027-SPR" in (await web.get("/reports/funding")).text
    assert "2026-AUT" in (await web.get("/reports/published/R-2026-0001.csv")).text
