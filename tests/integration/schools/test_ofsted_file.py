"""Inspections by file go the way of those by event: once each, and history without mail."""

import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from chassis.testing import Desk
from integration.schools.registers import import_sample
from integration.schools.test_what_others_say import INSPECTION, RECORDED
from schools.cli import app
from schools.domain.files.file import File
from schools.main import Settings, build
from schools.use_cases.register.importing import import_extract
from schools.use_cases.register.ofsted import OfstedImport, import_ofsted
from support.stores import StoreUrl
from unit.schools.ofsted_files import FULL, GRADED, UNGRADED, file_of, row

NOW = datetime(2026, 2, 20, 9, tzinfo=UTC)  # 11 days after the report card's publication
PROPOSED = "council.schools.tier.proposed.v1"


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    opened = await Desk.open(build, Settings, store_url("schools"), tmp_path, now=NOW)
    yield opened
    await opened.close()


async def took(
    desk: Desk, *rows: dict[str, str], authorities: tuple[str, ...] = ()
) -> OfstedImport:
    content = file_of(*rows)
    return await import_ofsted(desk.service, "mi.csv", content, authorities, news_days=30)


def outcomes(done: OfstedImport) -> list[tuple[str, str]]:
    return [(fate.kind, fate.code or fate.outcome) for fate in done.fates]


async def test_news_is_told_and_history_is_marked(desk: Desk) -> None:
    await import_sample(desk.service)
    await took(desk, row(FULL, GRADED, UNGRADED))
    told = [each.data for each in await desk.recorded(RECORDED)]
    assert [(each["inspection"], each["history"]) for each in told] == [
        ("10500001", False),
        ("10200002", True),
        ("10100003", True),
    ]


async def test_the_same_file_again_changes_nothing(desk: Desk) -> None:
    await import_sample(desk.service)
    await took(desk, row(FULL, GRADED, UNGRADED))
    before = await desk.recorded()
    again = await took(desk, row(FULL, GRADED, UNGRADED))
    assert [fate.outcome for fate in again.fates] == ["known"] * 3
    assert await desk.recorded() == before


async def test_a_school_gets_one_proposal_at_the_end(desk: Desk) -> None:
    await import_sample(desk.service)
    worse = {"Latest OEIF overall effectiveness": "4", "Latest OEIF category of concern": "SM"}
    attention = {"Inclusion": "Needs attention"}
    await took(desk, row(FULL | attention | {"Category of concern": "NULL"}, GRADED | worse))
    [proposed] = await desk.recorded(PROPOSED)
    assert proposed.data["tier"] == "special-measures"
    last = (await desk.recorded())[-1]
    assert last.type == PROPOSED


@pytest.mark.parametrize("number", ["10500001", None], ids=["with its number", "without a number"])
@pytest.mark.parametrize("file_first", [True, False], ids=["file first", "event first"])
async def test_an_inspection_by_event_and_by_file_is_one(
    desk: Desk, number: str | None, *, file_first: bool
) -> None:
    await import_sample(desk.service)
    grades = {name: FULL[name] for name in list(FULL)[7:12]}
    event = {
        "urn": "900001",
        "framework": "report-card",
        "inspected_on": "2026-01-13",
        "published_on": "2026-02-09",
        "judgements": {**grades, "Early years": "Expected standard"}
        | {"Leadership and governance": "Expected standard"},
        "safeguarding": "Met",
        "category_of_concern": "none",
        "inspection_number": number,
    }
    if file_first:
        await took(desk, row(FULL))
    await desk.send(INSPECTION, event)
    done = await took(desk, row(FULL))
    assert [fate.outcome for fate in done.fates] == ["known"]
    [kept] = await desk.rows("inspection")
    assert kept["inspection_number"] == "10500001"
    assert len(await desk.recorded(RECORDED)) == 1


async def test_a_file_leaves_what_it_does_not_say_and_tells_of_a_correction(desk: Desk) -> None:
    await import_sample(desk.service)
    event = {
        "urn": "900001",
        "framework": "report-card",
        "inspected_on": "2026-01-13",
        "published_on": "2026-02-09",
        "judgements": {"Inclusion": "Exceptional"},
        "report_url": "https://reports.ofsted.gov.uk/provider/21/900001",
        "inspection_number": "10500001",
    }
    await desk.send(INSPECTION, event)
    desk.now = NOW.replace(hour=10)
    await took(desk, row(FULL))
    _, corrected = [each.data for each in await desk.recorded(RECORDED)]
    assert corrected["judgements"]["Inclusion"] == "Strong standard"
    assert corrected["report_url"] == event["report_url"]
    assert corrected["category_of_concern"] is None


async def test_other_content_of_the_same_instant_is_refused_and_the_same_is_told_once(
    desk: Desk,
) -> None:
    await import_sample(desk.service)
    event: dict[str, Any] = {
        "urn": "900001",
        "framework": "report-card",
        "inspected_on": "2026-01-13",
        "published_on": "2026-02-09",
        "safeguarding": "Met",
    }
    assert await desk.send(INSPECTION, event) == "applied"
    assert await desk.send(INSPECTION, event) == "applied"
    assert await desk.send(INSPECTION, {**event, "safeguarding": "Not met"}) == "parked"
    [rejected] = await desk.recorded("council.schools.event.rejected.v1")
    assert [each["code"] for each in rejected.data["reasons"]] == ["contradicts-earlier"]
    assert len(await desk.recorded(RECORDED)) == 1


async def test_what_is_skipped_says_why(desk: Desk) -> None:
    await import_sample(desk.service)
    ahead = {"Inspection start date": "21/02/2026", "Publication date": "01/04/2026"}
    done = await took(
        desk,
        row(FULL, urn="900001", laestab="8082001"),
        row(FULL | {"URN at time of latest full inspection": "999999"}, urn="999999"),
        row(FULL | ahead),
        row(),
        authorities=("805", "806"),
    )
    assert outcomes(done) == [
        ("row", "other-authority"),
        ("report-card", "unknown-school"),
        ("report-card", "dated-in-the-future"),
        ("row", "nothing-to-take"),
    ]
    assert await desk.recorded(RECORDED) == []


async def test_an_inspection_that_is_not_public_yet_waits_for_its_day(desk: Desk) -> None:
    await import_sample(desk.service)
    done = await took(desk, row(FULL | {"Publication date": "01/03/2026"}))
    assert [fate.outcome for fate in done.fates] == ["waiting"]
    assert await desk.recorded(RECORDED) == []
    desk.now = datetime(2026, 3, 1, tzinfo=UTC)
    await desk.settle()
    assert [each.data["history"] for each in await desk.recorded(RECORDED)] == [False]


async def test_the_command_lists_what_was_skipped(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await import_sample(desk.service)
    settings = desk.service.settings
    monkeypatch.setenv("ATTAIN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SCHOOLS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SCHOOLS_AMQP_URL", settings.amqp_url)
    monkeypatch.setenv("SCHOOLS_KEY", settings.key.get_secret_value())
    monkeypatch.setenv("COLUMNS", "300")
    path = tmp_path / "mi.csv"
    path.write_bytes(file_of(row(GRADED), row(GRADED, laestab="3012001", urn="900002")))

    def run(*words: str) -> Any:
        with ThreadPoolExecutor(1) as pool:  # a command starts a loop of its own
            return pool.submit(
                CliRunner().invoke, app, ["import-ofsted", str(path), *words]
            ).result()

    shown = run("--la", "805,806")
    assert (
        "2 rows, 1 inspection recorded, 0 known before, 0 not public yet, 1 skipped" in shown.stdout
    )
    assert "The school is in the authority 301." in shown.stdout
    told = json.loads(run("--la", "806", "--json").stdout)
    assert (told["recorded"], told["known"], told["skipped"]) == (0, 1, 1)
    path.write_bytes(b"URN,Name\r\n900001,Alder\r\n")
    assert "column-missing" in run().stderr


OTHER = [("row", "skipped", "other-authority")]
FATES = {  # of each row of the real sample, for Middlesbrough and Hartlepool
    "100025": OTHER,
    "111632": [("graded", "recorded", "10242024")],
    "111638": OTHER,
    "111640": [("graded", "recorded", "10297269")],
    "111720": OTHER,
    "111748": [("graded", "recorded", "10346282"), ("ungraded", "recorded", "10199102")],
    "111773": [("ungraded", "recorded", "10241666")],
    "111775": [("graded", "recorded", "10290007"), ("ungraded", "recorded", "10211433")],
    "112472": OTHER,
    "112496": OTHER,
    "142368": [("ungraded", "recorded", "10297423")],
    "142369": [("graded", "recorded", "10297425")],
    "142370": [("graded", "recorded", "10121913"), ("ungraded", "recorded", "10346569")],
    "142371": [("graded", "recorded", "10242450")],
    "142373": [("ungraded", "recorded", "10297426")],
    "142374": [("ungraded", "recorded", "10346570")],
    "142376": [("graded", "recorded", "10297427")],
    "142382": [("graded", "recorded", "10346571")],
    "142903": OTHER,
}
BOTH = ("805", "806")


async def test_every_row_of_the_real_sample_has_its_fate(desk: Desk, shared: Path) -> None:
    desk.now = datetime(2026, 11, 27, 9, tzinfo=UTC)
    gias = shared / "data" / "gias" / "edubaseallstatefunded20250717.csv"
    await import_extract(desk.service, File(gias.name, gias.read_bytes(), BOTH))
    content = (shared / "data" / "ofsted" / "ofsted_mi_sample.csv").read_bytes()
    done = await import_ofsted(desk.service, "mi.csv", content, BOTH, news_days=30)
    found: dict[str, list[tuple[str, str, str | None]]] = {}
    for fate in done.fates:
        said = (fate.kind, fate.outcome, fate.code or fate.inspection)
        found.setdefault(fate.urn, []).append(said)
    assert found == FATES
    told = [each.data for each in await desk.recorded(RECORDED)]
    assert {each["history"] for each in told} == {True}
    assert [each["warnings"] for each in told if each["warnings"]] == []
    proposed = [each.data for each in await desk.recorded(PROPOSED)]
    assert [(each["urn"], each["tier"]) for each in proposed] == [
        ("111748", "targeted"),
        ("142382", "targeted"),
    ]


async def test_the_real_sample_whole_has_report_cards_and_a_category(
    desk: Desk, shared: Path
) -> None:
    desk.now = datetime(2026, 11, 27, 9, tzinfo=UTC)
    gias = shared / "data" / "gias" / "edubaseallstatefunded20250717.csv"
    every = ("202", "316", "805", "806", "807", "808", "830", "831")
    await import_extract(desk.service, File(gias.name, gias.read_bytes(), every))
    content = (shared / "data" / "ofsted" / "ofsted_mi_sample.csv").read_bytes()
    done = await import_ofsted(desk.service, "mi.csv", content, (), news_days=30)
    assert (done.rows, done.count("recorded"), done.count("skipped")) == (19, 27, 0)
    cards = [r.data for r in await desk.recorded(RECORDED) if r.data["era"] == "report-card"]
    assert {each["urn"]: each["category_of_concern"] for each in cards} == {
        "100025": "none",
        "111720": "none",
        "112472": "special-measures",
        "142903": "none",
    }
