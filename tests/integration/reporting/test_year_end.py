"""The year end for finance: what was so on 31 March, whatever came after it."""

import csv
import io
import random
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from integration.reporting.conftest import Desk
from reporting.use_cases.publishing import publish_report
from reporting.use_cases.rebuild import rebuild
from unit.reporting.builders import Programme

AWARD = "G-2026-0001"
MILESTONES = [
    {"number": 1, "title": "Lead appointed", "due": "2027-01-29", "amount_pence": 833_333},
    {"number": 2, "title": "First cycle", "due": "2027-07-16", "amount_pence": 1_250_000},
    {"number": 3, "title": "Evaluation", "due": "2027-12-17", "amount_pence": 416_667},
]
FIGURES = ("committed", "paid", "accrued", "due_next_year", "recovered", "not_matched")


class Told(Programme):
    """The events of awards with the dates that a year end looks at."""

    def made(self, award: str = AWARD, at: str = "2026-11-12T14:00:00Z", **changes: Any) -> None:
        self.award("award.made", award, awarded_at=at, milestones=MILESTONES, **changes)

    def accepted(self, milestone: int, at: str, award: str = AWARD, **changes: Any) -> None:
        amount = MILESTONES[milestone - 1]["amount_pence"]
        said = {"milestone": milestone, "amount_pence": amount, "assessed_at": at}
        self.award("milestone.accepted", award, **said, **changes)

    def paid(self, kind: str, milestone: int, pence: int, on: str, reference: str) -> None:
        said = {"milestone": milestone, "amount_pence": pence, "payment_reference": reference}
        self.award(f"payment.{kind}", AWARD, **said, paid_on=on)

    def reversed(self, reference: str, milestone: int, pence: int, on: str) -> None:
        said = {"milestone": milestone, "amount_pence": pence, "payment_reference": reference}
        self.award("payment.reversed", AWARD, **said, failed_on=on)

    def recovered(self, pence: int, on: str, reference: str = "REC-1") -> None:
        said = {"recovery_reference": reference, "amount_pence": pence, "received_on": on}
        self.award("recovery.recorded", AWARD, **said)


@pytest.fixture
def told() -> Told:
    """An award with a milestone paid, one accepted and paid after the year, and one due later."""
    programme = Told()
    programme.round()
    programme.made()
    programme.accepted(1, "2027-02-01T10:00:00Z")
    programme.paid("recorded", 1, 833_333, "2027-02-05", "BACS-1")
    programme.accepted(2, "2027-03-31T22:59:59Z")
    programme.paid("recorded", 2, 1_250_000, "2027-04-10", "BACS-2")
    return programme


async def year_end(
    web: httpx.AsyncClient, year: str = "2026-27", query: str = ""
) -> dict[str, Any]:
    answer = await web.get(f"/reports/year-end.json?year={year}{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def sums(line: dict[str, Any]) -> dict[str, int]:
    """The figures that are not 0."""
    return {name: line[f"{name}_pence"] for name in FIGURES if line[f"{name}_pence"]}


async def of_the_award(web: httpx.AsyncClient, year: str = "2026-27") -> dict[str, int]:
    found = await year_end(web, year)
    [round_] = found["rounds"]
    [award] = round_["awards"]
    assert award["award"] == AWARD
    assert sums(award) == sums(round_) == sums(found["total"])
    return sums(award)


AT_THE_END = {
    "committed": 2_500_000,
    "paid": 833_333,
    "accrued": 1_250_000,
    "due_next_year": 416_667,
}


@pytest.fixture
async def later(desk: Desk) -> Desk:
    """The clock stands in the year after."""
    desk.now = datetime(2027, 9, 1, 9, tzinfo=UTC)
    return desk


async def test_a_past_year_end_leaves_out_what_came_later(
    later: Desk, web: httpx.AsyncClient, told: Told
) -> None:
    told.reversed("BACS-1", 1, 833_333, "2027-04-02")
    told.recovered(300_000, "2027-07-01")
    ended = {"freed_pence": 416_667, "ended_at": "2027-06-01T09:00:00Z"}
    told.award("award.ended", AWARD, "terminated", milestones=MILESTONES, **ended)
    await later.told(told.events)
    assert await of_the_award(web) == AT_THE_END
    assert await of_the_award(web, "2027-28") == {
        "committed": 2_083_333,
        "paid": 1_250_000,
        "recovered": 300_000,
    }
    assert (await year_end(web, "2025-26"))["rounds"] == []


async def test_the_order_and_repetition_of_events_change_no_figure(
    later: Desk, web: httpx.AsyncClient, told: Told
) -> None:
    told.recovered(300_000, "2027-03-01")
    events = [*told.events, *told.events]
    random.Random(7).shuffle(events)
    await later.told(events, group=3)
    assert await of_the_award(web) == AT_THE_END | {"recovered": 300_000}
    assert (await rebuild(later.service, swap=False)).equal


async def test_a_payment_is_not_matched_until_its_milestone_was_accepted(
    later: Desk, web: httpx.AsyncClient, told: Told
) -> None:
    told.paid("unmatched", 3, 416_667, "2027-03-30", "BACS-3")
    await later.told(told.events)
    assert await of_the_award(web) == AT_THE_END | {"not_matched": 416_667}
    told.accepted(3, "2027-05-04T09:00:00Z")
    told.paid("recorded", 3, 416_667, "2027-03-30", "BACS-3")
    await later.told(told.events[-2:])
    assert await of_the_award(web) == AT_THE_END | {"not_matched": 416_667}
    assert (await of_the_award(web, "2027-28"))["paid"] == 2_500_000


async def test_a_payment_that_came_back_within_the_year_is_owed_again(
    later: Desk, web: httpx.AsyncClient, told: Told
) -> None:
    told.reversed("BACS-1", 1, 833_333, "2027-03-31")
    await later.told(told.events)
    owed = {"paid": 0, "accrued": 833_333 + 1_250_000}
    assert await of_the_award(web) == {k: v for k, v in (AT_THE_END | owed).items() if v}


async def test_part_of_a_milestone_that_was_paid_is_not_accrued(
    later: Desk, web: httpx.AsyncClient, told: Told
) -> None:
    told.paid("recorded", 2, 250_000, "2027-03-31", "BACS-4")
    await later.told(told.events)
    part = {"paid": 833_333 + 250_000, "accrued": 1_000_000}
    assert await of_the_award(web) == AT_THE_END | part


async def test_the_year_ends_at_midnight_in_london(
    later: Desk, web: httpx.AsyncClient, told: Told
) -> None:
    told.made("G-2026-0002", "2027-03-31T22:59:59.999999Z")
    told.made("G-2026-0003", "2027-03-31T23:00:00Z")
    told.accepted(1, "2027-03-31T23:00:00Z", "G-2026-0002")
    await later.told(told.events)
    [round_] = (await year_end(web))["rounds"]
    assert [each["award"] for each in round_["awards"]] == [AWARD, "G-2026-0002"]
    assert sums(round_["awards"][1]) == {
        "committed": 2_500_000,
        "due_next_year": 1_250_000 + 416_667,
    }


async def test_a_year_that_is_not_over_is_told_as_of_now(
    desk: Desk, web: httpx.AsyncClient, told: Told
) -> None:
    desk.now = datetime(2027, 2, 4, 12, tzinfo=UTC)
    await desk.told(told.events)
    found = await year_end(web)
    assert (found["year"], found["up_to"], found["is_over"]) == ("2026-27", "2027-02-04", False)
    assert await of_the_award(web) == {
        "committed": 2_500_000,
        "accrued": 833_333,
        "due_next_year": 1_250_000 + 416_667,
    }
    without_a_year = (await web.get("/reports/year-end.json")).json()
    assert without_a_year["year"] == "2026-27"
    assert without_a_year["definition"] == "year-end/1"


async def test_an_ended_award_that_does_not_say_what_was_freed_is_committed_with_what_was_paid(
    later: Desk, web: httpx.AsyncClient, told: Told
) -> None:
    told.award("award.ended", AWARD, "terminated", ended_at="2027-03-01T09:00:00Z")
    await later.told(told.events)
    assert await of_the_award(web) == {"committed": 833_333, "paid": 833_333}


async def test_rounds_and_authorities_are_summed_apart_and_files_have_every_award(
    later: Desk, web: httpx.AsyncClient, told: Told
) -> None:
    told.round("2026-HPL", authority="805")
    elsewhere = {"round": "2026-HPL", "authority": "805", "title": '=HYPERLINK("x")'}
    for number in range(100, 202):
        told.made(f"G-2026-0{number}", **elsewhere)
    await later.told(told.events)
    found = await year_end(web)
    assert {each["round"]: len(each["awards"]) for each in found["rounds"]} == {
        "2026-AUT": 1,
        "2026-HPL": 102,
    }
    assert found["total"]["committed_pence"] == 103 * 2_500_000
    [only] = (await year_end(web, query="&authority=806"))["rounds"]
    assert sums(only) == AT_THE_END
    sheet = (await web.get("/reports/year-end.csv?year=2026-27")).text.removeprefix("\ufeff")
    lines = list(csv.DictReader(io.StringIO(sheet)))
    assert len(lines) == 103 + 2 + 1
    assert lines[-1]["award"] == lines[-1]["round"] == "all"
    assert {(each["year"], each["up_to"]) for each in lines} == {("2026-27", "2027-03-31")}
    assert lines[-1]["committed_pence"] == str(103 * 2_500_000)
    assert lines[1]["title"].startswith("'=")
    first = (await web.get("/reports/year-end?year=2026-27")).text
    second = (await web.get("/reports/year-end?year=2026-27&page=2")).text
    assert "Page 1 of 2" in first
    assert "G-2026-0201" not in first
    assert "G-2026-0201" in second
    assert "£2,575,000.00" in second  # the sums of every page


async def test_the_page_says_as_of_when_and_offers_council_years_alone(
    later: Desk, web: httpx.AsyncClient, told: Told
) -> None:
    await later.told(told.events)
    page = (await web.get("/reports/year-end?year=2026-27")).text
    assert "These figures are as of 31 March 2027, the last day of the year." in page
    assert "£12,500.00" in page
    assert "Academic year" not in page
    assert "All years" not in page
    refused = await web.get("/reports/year-end?years=academic&year=2026-27")
    assert refused.status_code == 400
    assert "academic" in refused.text
    assert (await web.get("/reports/year-end?year=2024-25")).status_code == 200


async def test_a_published_year_end_is_a_fixed_copy_with_every_award_on_its_page(
    desk: Desk, web: httpx.AsyncClient, told: Told
) -> None:
    for number in range(2, 103):
        told.made(f"G-2026-{number:04d}")
    await desk.told(told.events)
    async with desk.service.work() as work:
        published = await publish_report("year-end", work)
    assert published.definition == "year-end/1"
    page = (await web.get(f"/reports/published/{published.report}")).text
    assert "G-2026-0102" in page
    assert "Next page" not in page
