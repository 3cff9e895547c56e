"""The applications report at length: its figures by SQL, its search, filters, pages and files."""

import csv
import importlib.util
import io
import random
from collections import Counter
from pathlib import Path
from statistics import median_low
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from integration.reporting.conftest import Desk
from reporting.reports.pipeline import conditions, queries
from reporting.use_cases.publishing import publish_report
from reporting.web import responses
from unit.reporting.builders import Programme

MIGRATION = "services/reporting/migrations/versions/0008_standings.py"
WAYS = (
    ("received",),
    ("received", "under-review"),
    ("received", "ready-for-panel", "decided", "ready-for-panel"),
    ("received", "decided", "decided"),
    ("received", "withdrawn"),
    ("received", "decided", "released", "offered"),
    ("received", "decided", "released", "offered", "accepted", "accepted"),
    ("received", "decided", "released"),
)
CATEGORIES = ("learning-hub", "research-project", "developing-school")
SELECTIONS = (
    "",
    "?authority=805",
    "?rounds=open",
    "?authority=806&rounds=closed",
    "?round=2026-HPL",
    "?category=learning-hub",
    "?state=declined",
    "?state=ready-for-panel&category=research-project",
    "?q=reading",
    "?q=Autumn+2026&authority=806",
    "?q=A-2026-001",
)


def many(count: int = 140) -> Programme:
    """Rounds of two authorities and applications that have gone a different way each."""
    told, drawn = Programme(), random.Random(7)
    told.round("2026-AUT", deadline="2026-12-01T11:00:00Z")
    told.round("2026-SPR", title="Spring 2026 school improvement fund")
    told.round(
        "2026-HPL", authority="805", deadline="2026-12-01T11:00:00Z", title="Hartlepool 2026"
    )
    told.school("registered", "900301", name="Acklam Whin Primary School")
    told.school("registered", "900302", name="Saltburn Primary School")
    for number in range(count):
        round_, authority = drawn.choice(
            [("2026-AUT", "806"), ("2026-SPR", "806"), ("2026-HPL", "805")]
        )
        outcome = drawn.choice(["approved", "approved", "declined", "deferred"])
        about = {
            "round": round_,
            "authority": authority,
            "category": drawn.choice(CATEGORIES),
            "theme": drawn.choice(["maths", "english", None]),
            "title": f"Early {drawn.choice(['reading', 'numeracy'])} {number}",
            "lead_school": drawn.choice(["900301", "900302"]),
        }
        way = drawn.choice(WAYS)
        for place, state in enumerate(way):
            told.wait(hours=drawn.randrange(1, 200) / 10)
            released = "released" in way[: place + 1]
            said = {"outcome": outcome} if released else {}
            told.application("application.moved", f"A-2026-{number:04d}", state, **about, **said)
    return told


@pytest.fixture
async def told(desk: Desk) -> Desk:
    """A desk that was told of many applications."""
    await desk.told(many().events)
    return desk


async def report(web: httpx.AsyncClient, query: str = "") -> dict[str, Any]:
    answer = await web.get(f"/reports/pipeline.json{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("few", [500, 5])
@pytest.mark.parametrize("query", SELECTIONS)
async def test_every_figure_is_what_the_list_of_the_same_selection_adds_up_to(
    told: Desk, web: httpx.AsyncClient, query: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conditions, "FEW", few)
    found = await report(web, query)
    listed = found["applications"]
    days: dict[str, list[int]] = {}
    for one in listed:
        days.setdefault(one["state"], []).append(one["days_in_state"])

    assert listed
    assert found["total"] == len(listed)
    assert {one.pop("state"): one for one in found["by_state"]} == {
        state: {
            "applications": len(each),
            "median_days": median_low(each),
            "longest_days": max(each),
        }
        for state, each in days.items()
    }
    categories = Counter(one["category"] for one in listed)
    assert {one["name"]: one["applications"] for one in found["by_category"]} == categories
    assert sum(one["applications"] for one in found["by_theme"]) == len(listed)


async def test_sheet_and_json_list_the_same_applications_by_reference(
    told: Desk, web: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "CHUNK", 7)
    monkeypatch.setattr(responses, "IN_MEMORY", 100)
    found = (await report(web))["applications"]
    answer = await web.get("/reports/pipeline.csv")
    sheet = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""))
    references = [row["application"] for row in sheet]

    assert references == sorted(references) == [one["application"] for one in found]
    assert len(references) == 140
    assert int(answer.headers["content-length"]) == len(answer.content)


async def test_published_copy_has_the_whole_list_and_its_page_the_first_hundred(
    told: Desk, web: httpx.AsyncClient
) -> None:
    async with told.service.work() as work:
        await publish_report("pipeline", work)

    fixed = await web.get("/reports/published/R-2026-0001.json")
    page = (await web.get("/reports/published/R-2026-0001")).text
    assert fixed.text == (await web.get("/reports/pipeline.json")).text
    assert page.count('href="/journeys/A-') == 100
    assert "These are the first 100." in page
    assert "Next page" not in page
    assert 'role="search"' not in page


async def test_list_has_pages_that_keep_the_selection(told: Desk, web: httpx.AsyncClient) -> None:
    first = (await web.get("/reports/pipeline?q=A-2026")).text
    second = (await web.get("/reports/pipeline?q=A-2026&page=2")).text

    assert 'href="/reports/pipeline?q=A-2026&amp;page=2"' in first
    assert (first.count('href="/journeys/A-'), second.count('href="/journeys/A-')) == (100, 40)
    assert 'href="/reports/pipeline.csv?q=A-2026"' in second


async def test_filters_are_links_with_counts_and_the_chosen_one_is_marked(
    told: Desk, web: httpx.AsyncClient
) -> None:
    counted = {one["state"]: one["applications"] for one in (await report(web))["by_state"]}
    page = (await web.get("/reports/pipeline?state=withdrawn")).text

    chosen = f'state=withdrawn" aria-current="true">Withdrawn ({counted["withdrawn"]})</a>'
    assert chosen in page
    assert f'state=accepted">Accepted ({counted["accepted"]})</a>' in page
    assert ">Autumn 2026 school improvement fund</a>" in page
    assert 'authority=805&amp;state=withdrawn">Local authority 805</a>' in page


async def test_round_is_named_by_its_title_and_a_school_by_its_name(
    told: Desk, web: httpx.AsyncClient
) -> None:
    page = (await web.get("/reports/pipeline?state=accepted&round=2026-HPL")).text

    assert 'Hartlepool 2026 <span class="hint">2026-HPL</span>' in page
    assert 'href="/schools/90030' in page
    assert "Primary School</a>" in page


@pytest.mark.parametrize("words", ["900301", "Acklam", "acklam whin", "reading", "EARLY"])
async def test_search_finds_title_and_school_of_announced_decisions_only(
    told: Desk, web: httpx.AsyncClient, words: str
) -> None:
    found = (await report(web, f"?q={words}"))["applications"]

    assert found
    assert all(one["title"] is not None for one in found)


@pytest.mark.parametrize("words", ["%", "_", "nothing of the kind", "' OR 1=1 --"])
async def test_search_takes_every_character_as_it_is(
    told: Desk, web: httpx.AsyncClient, words: str
) -> None:
    answer = await web.get("/reports/pipeline.json", params={"q": words})
    assert answer.json()["total"] == 0
    page = await web.get("/reports/pipeline", params={"q": words})
    assert "No applications match." in page.text


async def test_search_words_leave_no_mark_on_the_name_of_the_file(
    told: Desk, web: httpx.AsyncClient
) -> None:
    answer = await web.get(
        "/reports/pipeline.csv", params={"q": 'é"; x=\r\n1', "state": "received"}
    )
    name = answer.headers["content-disposition"].partition("filename=")[2]
    assert name.startswith('"pipeline-received-x-1-')


async def test_where_applications_stand_does_not_depend_on_the_order_of_their_events(
    desk: Desk,
) -> None:
    events = many(40).events
    await desk.told(events)
    before = (await desk.read_models())["application_standing"]
    async with desk.service.store.writing() as session:
        for table in ("application_standing", "application_step", "application"):
            await session.execute(text(f"DELETE FROM {table}"))
        await session.execute(text("DELETE FROM journal"))
    shuffled = [*events, *events[::3]]
    random.Random(11).shuffle(shuffled)
    await desk.told(shuffled, group=13)

    assert (await desk.read_models())["application_standing"] == before
    assert len(before) == 40


async def test_upgrade_fills_where_applications_stand_as_their_events_would(told: Desk) -> None:
    spec = importlib.util.spec_from_file_location("standings", Path(MIGRATION))
    assert spec
    assert spec.loader
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    before = (await told.read_models())["application_standing"]
    async with told.service.store.writing() as session:
        await session.execute(text("DELETE FROM application_standing"))
        await session.execute(text(migration._FILL))

    assert (await told.read_models())["application_standing"] == before
