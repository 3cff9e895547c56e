"""The operator's commands, run as an operator runs them."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable

import httpx
import pytest
from click.testing import Result
from sqlalchemy import select
from typer.testing import CliRunner

from chassis.storage.tables import OutboxRow
from integration.reporting.conftest import Desk
from reporting.cli import app
from support.keys import KEY
from unit.reporting.builders import small_programme

Command = Callable[..., Awaitable[Result]]


@pytest.fixture
async def command(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Command:
    """`await command("rebuild", "--json")` on a service that was told a small programme."""
    await desk.told(small_programme().events)
    monkeypatch.setenv("REPORTING_DATABASE_URL", desk.service.settings.database_url)
    monkeypatch.setenv("REPORTING_AMQP_URL", desk.service.settings.amqp_url)
    monkeypatch.setenv("REPORTING_KEY", KEY)

    async def run(*arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, app, list(arguments))

    return run


async def test_the_journal_is_listed_whole(command: Command) -> None:
    listed = json.loads((await command("journal", "list", "--json")).stdout)

    events = small_programme().events
    assert [one["position"] for one in listed] == list(range(1, len(events) + 1))
    assert [one["subject"] for one in listed] == [event.subject for event in events]
    assert listed[0]["data"] == events[0].data


async def test_the_journal_is_listed_by_subject_type_and_position(command: Command) -> None:
    by_subject = json.loads(
        (await command("journal", "list", "--json", "--subject", "A-2026-0002")).stdout
    )
    by_type = json.loads(
        (
            await command("journal", "list", "--json", "--type", "council.schools.", "--after", "3")
        ).stdout
    )
    nothing = json.loads((await command("journal", "list", "--json", "--type", "%")).stdout)

    assert {one["subject"] for one in by_subject} == {"A-2026-0002"}
    assert all(one["type"].startswith("council.schools.") for one in by_type)
    assert min(one["position"] for one in by_type) > 3
    assert nothing == []


async def test_the_tail_shows_the_newest(command: Command) -> None:
    last = len(small_programme().events)

    tail = json.loads((await command("journal", "tail", "-n", "2", "--json")).stdout)

    assert [one["position"] for one in tail] == [last - 1, last]
    assert "applications.event.rejected.v1" in (await command("journal", "tail")).stdout


async def test_publishing_freezes_the_report_and_announces_it(
    desk: Desk, command: Command, web: httpx.AsyncClient
) -> None:
    published = json.loads((await command("publish", "funding", "--json")).stdout)
    frozen = await web.get(f"/reports/published/{published['report']}.json")
    [(event_type, body)] = await desk.rows(select(OutboxRow.event_type, OutboxRow.body))

    assert published["report"].endswith("-0001")
    assert hashlib.sha256(frozen.content).hexdigest() == published["checksum"]
    assert frozen.json()["position"] == published["position"] == len(small_programme().events)
    assert event_type == "council.reporting.report.published.v1"
    assert json.loads(body) == published


async def test_the_next_report_has_the_next_number(command: Command) -> None:
    for number, name in enumerate(("funding", "pipeline", "schools"), 1):
        published = json.loads((await command("publish", name, "--json")).stdout)
        assert published["report"].endswith(f"-000{number}")


async def test_a_report_that_does_not_exist_is_not_published(command: Command) -> None:
    ran = await command("publish", "secrets")

    assert ran.exit_code == 1
    assert "funding, pipeline, schools" in ran.stderr


async def test_a_year_end_is_published_of_the_year_that_is_named(
    command: Command, web: httpx.AsyncClient
) -> None:
    ran = await command("publish", "year-end", "--year", "2025-26", "--json")
    published = json.loads(ran.stdout)["report"]
    frozen = (await web.get(f"/reports/published/{published}.json")).json()
    assert (frozen["year"], frozen["is_over"]) == ("2025-26", True)
    for name, year in (("funding", "2025-26"), ("year-end", "2025"), ("year-end", "2025-27")):
        refused = await command("publish", name, "--year", year)
        assert refused.exit_code == 1, name
