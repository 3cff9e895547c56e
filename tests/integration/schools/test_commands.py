"""What an officer types: import-gias, in words and in JSON."""

import json

import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner

from attain.sample.register import FOLDER
from integration.schools.registers import register_of
from schools.cli import app

SAMPLE, LATER = FOLDER / "register-2025.csv", FOLDER / "register-2026.csv"


@pytest.fixture
async def tables(store_url, tmp_path):
    async with register_of(store_url("schools"), tmp_path):
        pass


@pytest.fixture
def typed(tables, store_url, tmp_path, monkeypatch):
    settings = {
        "SCHOOLS_DATABASE_URL": store_url("schools"),
        "SCHOOLS_AMQP_URL": "amqp://nowhere",
        "SCHOOLS_KEY": Fernet.generate_key().decode(),
        "ATTAIN_DATA_DIR": str(tmp_path),
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    def run(*words: object):
        return CliRunner().invoke(app, ["import-gias", *map(str, words)])

    return run


def test_an_import_says_in_words_what_it_did(typed):
    answer = typed(SAMPLE, "--la", "805,806")
    assert answer.exit_code == 0, answer.output
    assert "full extract of 2025-09-01, 805,806, 40 rows" in answer.stdout
    assert "40 added, 0 changed" in answer.stdout
    again = typed(SAMPLE, "--la", "806")
    assert "nothing changed and nothing was announced" in again.stdout


def test_links_come_with_the_extract_and_json_tells_of_both(typed):
    typed(SAMPLE, "--all")
    links = FOLDER / "links.csv"
    answer = typed(LATER, "--all", "--links", links, "--date", "2026-09-01", "--json")
    linked, extract = json.loads(answer.stdout)
    assert linked["kind"] == "links"
    assert (extract["kind"], extract["converted"]) == ("state-funded", 2)


def test_empty_rows_are_counted_in_words_and_in_json(typed, tmp_path):
    saved = tmp_path / "edubasealldata20250901.csv"
    saved.write_bytes(SAMPLE.read_bytes() + b",,,,,,\r\n")
    assert "1 empty row was skipped." in typed(saved).stdout
    saved.write_bytes(SAMPLE.read_bytes() + b",,,,,,\r\n,,,,,,\r\n")
    [summary] = json.loads(typed(saved, "--json").stdout)
    assert (summary["rows"], summary["empty_rows"]) == (40, 2)


def test_refused_links_file_is_named_beside_its_extract(typed, tmp_path):
    links = tmp_path / "links20260401.csv"
    links.write_bytes((FOLDER / "links.csv").read_bytes().replace(b"900031", b"none"))
    answer = typed(SAMPLE, "--links", links)
    assert answer.exit_code == 1
    assert "Links file links20260401.csv: Row 2" in answer.stderr


def test_a_refusal_says_why_and_ends_with_status_one(typed, tmp_path):
    broken = tmp_path / "edubasealldata20250901.csv"
    broken.write_bytes(SAMPLE.read_bytes()[:-20])
    answer = typed(broken)
    assert answer.exit_code == 1
    assert "(truncated)" in answer.stderr
    told = json.loads(typed(broken, "--json").stdout)
    assert [reason["code"] for reason in told["refused"]] == ["truncated"]


def test_a_file_that_does_not_say_its_day_needs_a_date(typed):
    answer = typed(LATER)
    assert answer.exit_code == 1
    assert "--date" in answer.stderr


@pytest.mark.parametrize("words", [["--la", "805", "--all"], ["--la", "Hartlepool"]])
def test_a_selection_that_makes_no_sense_is_refused(typed, words):
    assert typed(SAMPLE, *words).exit_code != 0
