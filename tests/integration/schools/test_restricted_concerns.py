"""A restricted concern is sealed in the store, and only named people read it."""

import json
import re
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text
from typer.testing import CliRunner

from chassis.storage import Cipher
from chassis.testing import Desk
from integration.schools.registers import import_sample
from integration.schools.test_what_others_say import CONCERN, concern
from schools import cli
from schools.main import Settings, build
from schools.sealing import seal_and_scrub
from schools.store.tables import ConcernRow
from support.stores import StoreUrl

NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
LATER = datetime(2026, 10, 1, 9, 1, tzinfo=UTC)
SECRET = "zirconium-lantern-marmalade"  # nothing else in the files holds it
OTHER = "obsidian-trumpet-gooseberry"
EARLIER = "vermilion-accordion-tamarind"
BEFORE = "heliotrope-bassoon-quince"
SEGMENT = re.compile("[0-9A-F]{24}")  # of PostgreSQL's write-ahead log, which it recycles later
RESTRICTED = concern(
    restricted=True, summary=SECRET, kind="safeguarding", severity="high", matter="chair-vacant"
)
WORDS = (SECRET, OTHER, "safeguarding", "chair-vacant")


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    url = store_url("schools")
    opened = await Desk.open(
        build, Settings, url, tmp_path, now=NOW, restricted_readers="p-1001,p-1002"
    )
    await import_sample(opened.service)
    yield opened
    await opened.close()


@pytest.fixture
def run(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Any]:
    """`run("concern", "show", …)` on the desk's store, in a process of its own settings."""
    settings = desk.service.settings
    monkeypatch.setenv("ATTAIN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SCHOOLS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("SCHOOLS_AMQP_URL", settings.amqp_url)
    monkeypatch.setenv("SCHOOLS_RESTRICTED_READERS", "p-1001,p-1002")
    monkeypatch.setenv("COLUMNS", "300")

    def done(*words: str, key: str = "") -> Any:
        monkeypatch.setenv("SCHOOLS_KEY", key or settings.key.get_secret_value())
        with ThreadPoolExecutor(1) as pool:  # a command starts a loop of its own
            return pool.submit(CliRunner().invoke, cli.app, words).result()

    return done


def files_of(store_url: StoreUrl, postgres_folder: Path | None, tmp_path: Path) -> list[Path]:
    """Every file of the database, its write-ahead log too, and of the data folder."""
    folders = [tmp_path] if postgres_folder is None else [tmp_path, postgres_folder / "data"]
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def found_in_files(
    store_url: StoreUrl, tmp_path: Path, request: pytest.FixtureRequest
) -> Callable[[str], list[str]]:
    """The names of the files that hold these words in clear."""
    server = None
    if store_url.dialect == "postgresql":
        server = request.getfixturevalue("postgres").folder

    def found(words: str) -> list[str]:
        every = files_of(store_url, server, tmp_path)
        assert every
        return [path.name for path in every if words.encode() in path.read_bytes()]

    return found


async def flushed(desk: Desk) -> None:
    """PostgreSQL writes its pages at a checkpoint; SQLite has written its log at each commit."""
    if desk.service.store.dialect == "postgresql":
        async with desk.service.store.engine.connect() as connection:
            await connection.execute(text("CHECKPOINT"))


async def test_nothing_of_a_restricted_concern_is_in_the_files_of_the_database(
    desk: Desk, found_in_files: Callable[[str], list[str]]
) -> None:
    await desk.send(CONCERN, RESTRICTED)
    await desk.send(CONCERN, {**RESTRICTED, "urn": "999999", "concern": "SC-2", "summary": OTHER})
    open_one = concern(concern="SC-3", summary="ultramarine-pelican", kind="finance")
    await desk.send(CONCERN, open_one)
    await flushed(desk)
    assert found_in_files("ultramarine-pelican"), "an open concern is in clear, so the search works"
    assert {word: found_in_files(word) for word in (SECRET, OTHER)} == {SECRET: [], OTHER: []}
    rows = await desk.rows("concern", concern="SC-2026-0042")
    assert not any(word in str(rows) for word in WORDS)


async def test_waiting_and_parked_ones_are_listed_without_kind_severity_or_their_lengths(
    desk: Desk, run: Callable[..., Any]
) -> None:
    assert await desk.send(CONCERN, {**RESTRICTED, "urn": "999999"}) == "waiting"
    assert await desk.send(CONCERN, {**RESTRICTED, "kind": SECRET}) == "parked"
    for row in await desk.rows("inbox"):
        shown = run("inbox", "show", row["key"], "--json").stdout
        data = json.loads(shown)["body"]["data"]
        assert {data[name] for name in ("kind", "severity", "summary", "matter")} == {"…"}
        assert not any(word in shown for word in WORDS[:2])
    listed = run("inbox", "list", "--json").stdout
    assert SECRET not in listed
    for each in await desk.recorded():
        assert SECRET.encode() not in each.delivery.body


async def test_named_reader_reads_it_whole_and_the_reading_is_recorded(
    desk: Desk, run: Callable[..., Any]
) -> None:
    await desk.send(CONCERN, RESTRICTED)
    words = ("concern", "show", "SC-2026-0042", "--as", "p-1001", "--reason", "Strategy meeting")
    shown = json.loads(run(*words, "--json").stdout)
    assert (shown["summary"], shown["kind"]) == (SECRET, "safeguarding")
    assert (shown["severity"], shown["matter"]) == ("high", "chair-vacant")
    assert SECRET in run(*words).stdout
    first, _ = await desk.rows("concern_reading")
    assert (first["concern"], first["person"], bool(first["allowed"])) == (
        "SC-2026-0042",
        "p-1001",
        True,
    )
    assert first["reason"] == "Strategy meeting"
    listed = run("concern", "readings", "--json").stdout
    assert len(json.loads(listed)) == 2
    assert SECRET not in listed


async def test_anybody_else_is_refused_and_that_is_recorded_too(
    desk: Desk, run: Callable[..., Any]
) -> None:
    await desk.send(CONCERN, RESTRICTED)
    for reference in ("SC-2026-0042", "SC-0"):  # the answer does not tell whether there is one
        answer = run("concern", "show", reference, "--as", "p-9", "--reason", "Curious")
        assert answer.exit_code == 1
        assert "p-9 may not read concerns" in answer.stderr
        assert SECRET not in answer.output
    assert [bool(row["allowed"]) for row in await desk.rows("concern_reading")] == [False, False]


def test_a_reading_needs_a_reason(run: Callable[..., Any]) -> None:
    assert run("concern", "show", "SC-1", "--as", "p-1001", "--reason", "  ").exit_code == 2


def test_a_reader_is_told_that_there_is_no_such_concern(run: Callable[..., Any]) -> None:
    answer = run("concern", "show", "SC-1", "--as", "p-1001", "--reason", "Review")
    assert "There is no concern SC-1." in answer.stderr


async def test_a_new_key_takes_the_old_ones_place(desk: Desk, run: Callable[..., Any]) -> None:
    await desk.send(CONCERN, RESTRICTED)
    old, new = desk.service.settings.key.get_secret_value(), Fernet.generate_key().decode()
    words = ("concern", "show", "SC-2026-0042", "--as", "p-1001", "--reason", "Review")
    assert "No key in SCHOOLS_KEY opens SC-2026-0042." in run(*words, key=new).stderr
    assert "concern:SC-2026-0042" in run("key", "status", key=new).output
    both = json.loads(run("key", "rotate", "--json", key=f"{new},{old}").stdout)
    assert (both["newest"], both["older"]) == (1, 0)
    assert SECRET in run(*words, key=new).stdout


async def test_concern_that_becomes_open_again_is_in_clear_and_readable(desk: Desk) -> None:
    await desk.send(CONCERN, RESTRICTED)
    await desk.send(CONCERN, {**RESTRICTED, "restricted": False}, time=LATER)
    [row] = await desk.rows("concern")
    assert (row["sealed"], row["severity"]) == (None, "high")


def in_clear(number: str, *, restricted: bool, summary: str) -> ConcernRow:
    """The row as earlier versions wrote it."""
    return ConcernRow(
        concern=number,
        urn="900001",
        told_at=NOW,
        event_id=number,
        kind="safeguarding",
        severity="high",
        restricted=restricted,
        summary=summary,
        raised_at=NOW,
        raised_by=None,
        matter="chair-vacant",
    )


async def test_what_an_earlier_version_stored_in_clear_is_sealed_at_the_start(
    desk: Desk, found_in_files: Callable[[str], list[str]]
) -> None:
    async with desk.service.store.writing() as session:
        session.add(in_clear("SC-1", restricted=True, summary=EARLIER))
        session.add(in_clear("SC-2", restricted=False, summary="open"))
    await flushed(desk)
    assert found_in_files(EARLIER)
    assert await seal_and_scrub(desk.service) == 1
    assert await seal_and_scrub(desk.service) == 0
    [sealed] = await desk.rows("concern", concern="SC-1")
    [open_one] = await desk.rows("concern", concern="SC-2")
    assert [sealed[name] for name in ("kind", "severity", "summary", "matter")] == [None] * 4
    cipher = Cipher(desk.service.settings.key.get_secret_value())
    assert json.loads(cipher.open(sealed["sealed"]))["summary"] == EARLIER
    assert (open_one["summary"], open_one["sealed"]) == ("open", None)
    await flushed(desk)
    assert [name for name in found_in_files(EARLIER) if not SEGMENT.fullmatch(name)] == []


async def test_concern_that_becomes_restricted_leaves_nothing_in_clear_behind(
    desk: Desk, found_in_files: Callable[[str], list[str]]
) -> None:
    await desk.send(CONCERN, {**RESTRICTED, "restricted": False, "summary": BEFORE})
    await desk.send(CONCERN, {**RESTRICTED, "summary": BEFORE}, time=LATER)
    [row] = await desk.rows("concern")
    assert row["summary"] is None
    assert await seal_and_scrub(desk.service) == 1
    assert await seal_and_scrub(desk.service) == 0
    await flushed(desk)
    assert [name for name in found_in_files(BEFORE) if not SEGMENT.fullmatch(name)] == []
