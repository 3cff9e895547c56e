"""Every page in a real browser: on a phone, on a desk, and on paper."""

import asyncio
from pathlib import Path

import httpx
import pytest

from integration.reporting.conftest import Desk
from reporting.pages import STYLE
from reporting.use_cases.publishing import publish_report
from support.browser import browser, faults
from unit.reporting.builders import small_programme

PAGES = [
    "/",
    "/reports/funding",
    "/reports/pipeline",
    "/reports/pipeline?q=raising&rounds=closed&category=learning-hub",
    "/reports/schools",
    "/reports/year-end",
    "/reports/published",
    "/reports/published/R-2026-0001",
    "/journeys",
    "/journeys/A-2026-0031",
    "/journeys/nothing",
    "/operations",
    "/docs",
    "/asyncapi",
]
LINK = '<link rel="stylesheet" href="/assets/attain.css">'
LONG = "MIDDLESBROUGH-LEARNING-2026-AUT"
TITLE = "Raising attainment in early reading and phonics across the Tees Valley partnership"
# Pixels; paper is A4 less the margins that the style gives it.
PHONE, SCREEN, PAPER = 390, 1280, 703


@pytest.fixture
async def pages(desk: Desk, web: httpx.AsyncClient) -> dict[str, str]:
    """Each page with its style, of long names and large sums."""
    told = small_programme()
    told.round(LONG, 12_345_678_900, title=TITLE)
    told.round("2026-HPL", 9_876_543_210, authority="805")
    for number, category in enumerate(("learning-hub", "research-project", "developing-school")):
        about = {"round": LONG, "category": category, "theme": "assessment-and-data"}
        told.released(f"A-2026-003{number}", 123_456_789, title=TITLE, **about)
    told.school("registered", "900401", type="Academy special converter", type_code="28")
    await desk.told(told.events)
    async with desk.service.work() as work:
        await publish_report("funding", work)
    style = f"<style>{STYLE.read_text()}</style>"
    return {path: (await web.get(path)).text.replace(LINK, style) for path in PAGES}


@pytest.mark.parametrize("width", [PHONE, SCREEN])
async def test_no_page_is_wider_than_its_window_and_no_figure_runs_into_another(
    pages: dict[str, str], width: int, tmp_path: Path
) -> None:
    program = browser()
    if program is None:
        return  # the style was looked at with a browser; without one there is nothing to measure

    assert await asyncio.to_thread(faults, program, pages, width, tmp_path) == {}


async def test_no_column_is_cut_on_paper(pages: dict[str, str], tmp_path: Path) -> None:
    program = browser()
    if program is None:
        return
    printed = {
        path: html.replace("@media screen and", "@media not all and").replace(
            "@media print", "@media all"
        )
        for path, html in pages.items()
        if path.startswith(("/reports", "/journeys/A"))
    }

    assert await asyncio.to_thread(faults, program, printed, PAPER, tmp_path) == {}
