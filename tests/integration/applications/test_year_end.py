"""The year's end by the ledger's own service, and by the report that finance reads: the same."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from applications import cli
from applications.domain.award.year import cut_of
from applications.views.year import year
from chassis.contracts.event import Event
from chassis.contracts.identity import key_of
from integration.applications.desk import Desk
from integration.reporting.conftest import Desk as ReportingDesk
from reporting.main import Settings as ReportingSettings
from reporting.main import build as build_reporting
from support import funding
from support.stores import StoreUrl

FIGURES = (
    "committed_pence",
    "paid_pence",
    "accrued_pence",
    "due_next_year_pence",
    "recovered_pence",
    "not_matched_pence",
)
NOW = datetime(2029, 1, 1, tzinfo=UTC)


@pytest.fixture
async def reporting(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[ReportingDesk]:
    """Reporting, long after both years."""
    opened = await ReportingDesk.open(
        build_reporting, ReportingSettings, store_url("reporting"), tmp_path, now=NOW
    )
    yield opened
    await opened.close()


async def a_grants_life(desk: Desk) -> str:
    """Paid in one year, paid too much and accepted in the next, ended, and paid back."""
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award, paid_on="2027-02-10"))
    await desk.tell(
        "evidence",
        funding.some_evidence(award, milestone=2, submitted_at="2027-03-20T10:00:00+00:00"),
    )
    await desk.tell(
        "assessment",
        funding.an_assessment(
            award,
            milestone=2,
            evidence_submitted_at="2027-03-20T10:00:00+00:00",
            assessed_at="2027-03-31T22:59:59+00:00",  # the last second of the year in London
        ),
    )
    of_second = {"payment_reference": "BACS-2", "milestone": 2, "paid_on": "2027-03-31"}
    await desk.tell("payment", funding.a_payment(award, amount_pence=900_000, **of_second))
    beyond = {"payment_reference": "BACS-3", "milestone": 2, "paid_on": "2027-03-31"}
    await desk.tell("payment", funding.a_payment(award, amount_pence=400_000, **beyond))
    await desk.tell("end", funding.an_end(award, ended_at="2027-06-01T10:00:00+01:00"))
    await desk.tell("recovery", funding.a_recovery(award, received_on="2027-07-01"))
    return award


async def told(desk: Desk, reporting: ReportingDesk) -> None:
    """Reporting takes in what applications published."""
    events = []
    for recorded in await desk.recorded():
        given = recorded.delivery.headers
        version = given.get("ce-aggregateversion")
        events.append(
            Event(
                id=given["ce-id"],
                source=given["ce-source"],
                type=recorded.type,
                subject=given["ce-subject"],
                time=datetime.fromisoformat(given["ce-time"]),
                data=recorded.data,
                aggregate_version=int(version) if version else None,
                key=key_of(given["ce-source"], given["ce-id"]),
            )
        )
    await reporting.told(events)


async def by_report(reporting: ReportingDesk, label: str) -> dict[str, Any]:
    """What finance reads."""
    transport = httpx.ASGITransport(app=reporting.service.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        answer = await client.get("/reports/year-end.json", params={"year": label})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("label", ["2025-26", "2026-27", "2027-28"])
async def test_ledgers_year_and_report_agree_to_the_penny(
    desk: Desk, reporting: ReportingDesk, label: str
) -> None:
    await a_grants_life(desk)
    await told(desk, reporting)
    async with desk.service.store.reading() as session:
        own = await year(session, label, NOW)
    report = await by_report(reporting, label)
    assert {name: report["total"][name] for name in FIGURES} == own["total"]
    assert [
        {name: line[name] for name in ("round", *FIGURES, "awards")} for line in report["rounds"]
    ] == own["rounds"]


async def test_figures_are_as_of_the_last_day_and_leave_out_what_came_later(desk: Desk) -> None:
    await a_grants_life(desk)
    async with desk.service.store.reading() as session:
        first = (await year(session, "2026-27", NOW))["total"]
        second = (await year(session, "2027-28", NOW))["total"]
    assert first == {
        "committed_pence": 2_500_000,
        "paid_pence": 833_333 + 900_000,
        "accrued_pence": 350_000,
        "due_next_year_pence": 416_667,
        "recovered_pence": 0,
        "not_matched_pence": 400_000,
    }
    assert second == {
        "committed_pence": 833_333 + 900_000,
        "paid_pence": 833_333 + 900_000,
        "accrued_pence": 0,
        "due_next_year_pence": 0,
        "recovered_pence": 300_000,
        "not_matched_pence": 400_000,
    }


@pytest.mark.parametrize("label", ["2026", "2026-28", "2026/27", "1926-27"])
def test_label_that_is_no_council_year_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="no council year"):
        cut_of(label, NOW)


def test_year_that_is_not_over_is_cut_now() -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    assert cut_of("2026-27", now).before == now


@pytest.fixture
async def commands(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A grant, and the environment that the commands read."""
    await a_grants_life(desk)
    desk.lend_to_commands(monkeypatch)
    return desk


@pytest.mark.usefixtures("commands")
def test_command_shows_the_year_as_json_and_as_a_table() -> None:
    asked = ["ledger", "year", "2026-27"]
    found = json.loads(CliRunner().invoke(cli.app, [*asked, "--json"]).output)
    assert [line["round"] for line in found["rounds"]] in ([], ["2026-AUT"])  # by today's date
    wrong = CliRunner().invoke(cli.app, ["ledger", "year", "2026-28"])
    assert wrong.exit_code == 1
    assert "no council year" in wrong.output
