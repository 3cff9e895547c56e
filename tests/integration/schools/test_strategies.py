"""A strategy from its file to the event: each version once, each error by its field."""

import json
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from attain.sample.register import FOLDER
from chassis.testing import Desk
from schools.cli import app
from schools.domain.rejections import FileRejected
from schools.main import Settings, build
from schools.strategy_file import read_strategy
from support.stores import StoreUrl

ADOPTED = "council.schools.strategy.adopted.v1"
SAMPLES = {code: FOLDER / f"strategy-{code}.toml" for code in ("805", "806")}
SAMPLE = SAMPLES["806"].read_text("utf-8")


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    opened = await Desk.open(build, Settings, store_url("schools"), tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def run(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    """`run(text)`: imports a file with this text."""
    settings = desk.service.settings
    monkeypatch.setenv("ATTAIN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SCHOOLS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SCHOOLS_AMQP_URL", settings.amqp_url)
    monkeypatch.setenv("SCHOOLS_KEY", settings.key.get_secret_value())
    path = tmp_path / "strategy.toml"

    def done(text: str, *words: str) -> Any:
        path.write_text(text, "utf-8")
        arguments = ["import-strategy", str(path), *words]
        with ThreadPoolExecutor(1) as pool:  # a command starts a loop of its own
            return pool.submit(CliRunner().invoke, app, arguments).result()

    return done


@pytest.mark.parametrize("code", SAMPLES)
def test_the_samples_are_strategies_with_measures(code: str) -> None:
    strategy = read_strategy(SAMPLES[code].read_bytes())
    assert strategy.authority == code
    assert all(each.measures and each.actions for each in strategy.priorities)
    assert strategy.contradictions() == []


async def test_a_strategy_is_told_whole_and_the_same_file_changes_nothing(
    desk: Desk, run: Callable[..., Any]
) -> None:
    first = run(SAMPLE)
    assert "strategy of authority 806, version 2026-1. Priorities: MATHS, LEADERS." in first.stdout
    again = json.loads(run(SAMPLE, "--json").stdout)
    assert again == {"authority": "806", "version": "2026-1", "priorities": 2, "adopted": False}
    [told] = [each.data for each in await desk.recorded(ADOPTED)]
    maths, leaders = told["priorities"]
    assert (maths["code"], maths["owner"], maths["themes"]) == (
        "MATHS",
        "p-1001",
        ["maths", "assessment-and-data"],
    )
    assert maths["measures"] == [
        {
            "code": "maths-ks2",
            "title": "Pupils who reach the expected standard in maths at the end of key stage 2, "
            "percent",
            "results_code": "maths-expected",
            "baseline": 68,
            "target": 76,
            "by": "2029-08-31",
        }
    ]
    assert [each["owner"] for each in maths["actions"]] == [None, "p-1008"]
    assert len(leaders["measures"]) == 2


async def test_a_new_version_replaces_the_last_and_a_used_one_is_not_changed(
    desk: Desk, run: Callable[..., Any]
) -> None:
    run(SAMPLE)
    changed = SAMPLE.replace("target = 76", "target = 77")
    refused = run(changed)
    assert refused.exit_code == 1
    assert "Give the file a new version. (version-used)" in refused.stderr
    newer = changed.replace("2026-1", "2027-1")
    assert run(newer).exit_code == 0
    assert "version-used" in run(SAMPLE).stderr, "no way back to an earlier version"
    assert [each.data["version"] for each in await desk.recorded(ADOPTED)] == ["2026-1", "2027-1"]
    [row] = await desk.rows("strategy")
    assert (row["authority"], row["version"]) == ("806", "2027-1")


async def test_each_authority_has_its_own(desk: Desk, run: Callable[..., Any]) -> None:
    for path in SAMPLES.values():
        assert run(path.read_text("utf-8")).exit_code == 0
    assert [row["authority"] for row in await desk.rows("strategy")] == ["805", "806"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("target = 76", 'target = "76"', "priorities[1].measures[1].target must be a number"),
        ("target = 76", "", "priorities[1].measures[1].target is missing: add it"),
        ('owner = "p-1001"', 'owner = "Jo Bell"', "priorities[1].owner must be the directory's id"),
        ("by = 2029-08-31", 'by = "2029"', "priorities[1].measures[1].by must be a date such as"),
        ('authority = "806"', "authority = 806", "authority must be a text in quotes"),
        ('authority = "806"', 'authority = "Tees"', "authority must be an authority's code"),
        ('themes = ["leadership"]', 'theme = "leadership"', "priorities[2].theme is not known"),
        ('themes = ["leadership"]', 'themes = "leadership"', "priorities[2].themes must be a list"),
        ('code = "MATHS"', 'code = "MORE MATHS"', "priorities[1].code must be a code of letters"),
    ],
)
def test_an_error_names_its_field_and_what_would_be_right(
    before: str, after: str, said: str
) -> None:
    assert before in SAMPLE
    with pytest.raises(FileRejected) as refused:
        read_strategy(SAMPLE.replace(before, after, 1).encode())
    assert [each for each in refused.value.reasons if said in each.message]


def test_codes_that_are_used_twice_are_named(run: Callable[..., Any]) -> None:
    assert "Two priorities have the code MATHS." in run(SAMPLE.replace("LEADERS", "MATHS")).stderr
    twice = SAMPLE.replace('"vacancies"', '"heads-mentored"')
    assert "Two measures of the priority LEADERS have the code heads-mentored." in run(twice).stderr


def test_a_file_that_is_no_toml_is_rejected(run: Callable[..., Any]) -> None:
    answer = run("authority: 806")
    assert answer.exit_code == 1
    assert "not readable TOML text" in answer.stderr


def test_a_measure_may_have_no_baseline() -> None:
    strategy = read_strategy(SAMPLE.replace("baseline = 68", "#", 1).encode())
    measure = strategy.priorities[0].measures[0]
    assert (measure.baseline, measure.by) == (None, date(2029, 8, 31))
