"""A warning notice, a power and the department's steps, from casework to our events."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chassis.testing import Desk
from integration.schools.registers import import_sample
from schools.domain.files.file import File
from schools.domain.power import eligibility
from schools.main import Settings, build
from schools.store.statutory import situation
from schools.use_cases.register.importing import import_extract
from schools.use_cases.register.schools import school_facts
from support import statutory
from support.stores import StoreUrl
from unit.schools.extracts import as_csv

CASEWORK, OURS = "council.casework.", "council.schools."
ISSUED, CONCLUDED = CASEWORK + "notice.issued.v1", CASEWORK + "notice.concluded.v1"
USED, NOTIFIED = CASEWORK + "power.used.v1", CASEWORK + "intervention.notified.v1"
URN = "111632"
SCHOOL = {
    "URN": URN,
    "LA (code)": "806",
    "EstablishmentNumber": "2001",
    "EstablishmentName": "Acklam Whin Primary School",
    "TypeOfEstablishment (code)": "01",
    "EstablishmentStatus (code)": "1",
}


@pytest.fixture
async def desk(store_url: StoreUrl, tmp_path: Path) -> AsyncIterator[Desk]:
    now = datetime(2026, 10, 30, 13, tzinfo=UTC)
    opened = await Desk.open(build, Settings, store_url("schools"), tmp_path, now=now)
    yield opened
    await opened.close()


async def register(desk: Desk, name: str = "edubasealldata20261001.csv", **changes: str) -> None:
    """An extract that has the school, and lets what hangs on it proceed."""
    await import_extract(desk.service, File(name, as_csv([SCHOOL | changes])), shrink_percent=100)
    await desk.settle()


async def told(desk: Desk, thing: str) -> list[str]:
    """What we published about such a thing, in order."""
    words = [each.type.split(".") for each in await desk.recorded()]
    return [happened for _, _, about, happened, _ in words if about == thing]


async def use(desk: Desk, power: str = "s64", **changes: Any) -> str:
    """Casework tells of a power; the subject is its notice, else the school."""
    data = statutory.a_power(power, **changes)
    return await desk.send(USED, data, subject=data["notice"] or data["urn"])


async def at(desk: Desk, moment: str) -> None:
    """The clock moves on, and what is due happens."""
    desk.now = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    await desk.settle()


async def test_notice_goes_from_its_copies_to_a_power_inside_the_window(desk: Desk) -> None:
    await register(desk)
    await desk.send(ISSUED, statutory.a_notice(copies=statutory.BOTH_COPIES[:1]))
    assert await told(desk, "notice") == []
    await desk.send(ISSUED, statutory.a_notice())
    for day in ("2026-11-13", "2026-11-20", "2026-11-26"):
        await at(desk, f"{day}T09:00")
    await at(desk, "2026-11-30T16:00")
    await desk.send(CONCLUDED, statutory.a_conclusion("not-complied"))
    await at(desk, "2026-12-07T11:00")
    await use(desk)
    await at(desk, "2027-01-27T12:00")
    await at(desk, "2027-01-28T00:00:01")
    assert await told(desk, "notice") == [
        "issued",
        *["due-soon"] * 3,
        "not-complied",
        "window-due-soon",
        "window-closed",
    ]
    [power] = await desk.recorded(OURS + "power.used.v1")
    assert (power.data["route"], power.data["la_code"]) == ("s60", "806")
    assert await desk.rows("timer") == []


async def test_nothing_that_people_wrote_is_in_any_event(desk: Desk) -> None:
    await register(desk)
    await desk.send(ISSUED, statutory.a_notice())
    await at(desk, "2026-11-30T16:00")
    await desk.send(CONCLUDED, statutory.a_conclusion("not-complied"))
    bodies = b"".join([each.delivery.body for each in await desk.recorded()])
    for text in (b"vacancies", b"quorate", b"vacant", b"p-1007"):
        assert text not in bodies


async def test_whatever_comes_first_waits_and_is_applied(desk: Desk) -> None:
    desk.now = datetime(2026, 12, 7, 12, tzinfo=UTC)
    assert await use(desk) == "waiting"
    assert await desk.send(CONCLUDED, statutory.a_conclusion("not-complied")) == "waiting"
    assert await desk.send(ISSUED, statutory.a_notice()) == "waiting"
    await register(desk)
    assert await told(desk, "notice") == ["issued", "not-complied"]
    assert await told(desk, "power") == ["used"]
    assert {row.state for row in (await desk.inbox()).values()} == {"applied"}


async def test_power_without_a_notice_waits_for_what_makes_the_school_eligible(desk: Desk) -> None:
    await register(desk)
    desk.now = datetime(2026, 12, 7, 12, tzinfo=UTC)
    assert await use(desk, notice=None) == "waiting"
    await desk.send(NOTIFIED, statutory.an_intervention("coasting-notified"))
    [power] = await desk.recorded(OURS + "power.used.v1")
    assert power.data["route"] == "s60B"


async def test_category_of_concern_makes_eligible_too(desk: Desk) -> None:
    await register(desk)
    desk.now = datetime(2026, 12, 7, 12, tzinfo=UTC)
    assert await use(desk, "s66", notice=None) == "waiting"
    inspection = {
        "urn": URN,
        "framework": "monitoring",
        "inspected_on": "2026-11-10",
        "published_on": "2026-12-01",
        "overall": None,
        "judgements": {},
        "safeguarding": None,
        "category_of_concern": "special-measures",
        "report_url": None,
    }
    await desk.send("council.inspections.inspection.published.v1", inspection)
    [power] = await desk.recorded(OURS + "power.used.v1")
    assert power.data["route"] == "s62"


async def test_interim_board_bars_additional_governors_until_its_end_is_told(desk: Desk) -> None:
    await register(desk)
    desk.now = datetime(2027, 1, 20, 12, tzinfo=UTC)
    await desk.send(ISSUED, statutory.a_notice())
    await desk.send(CONCLUDED, statutory.a_conclusion("not-complied"))
    await use(desk, "s65")
    governors = {"used_on": "2027-01-18", "recorded_at": "2027-01-18T10:00:00Z"}
    assert await use(desk, **governors) == "waiting"
    ended = {"until": "2027-01-15", "recorded_at": "2027-01-18T09:00:00Z"}
    await use(desk, "s65", **ended)
    used = [each.data for each in await desk.recorded(OURS + "power.used.v1")]
    assert [(each["power"], each["until"]) for each in used] == [
        ("s65", None),
        ("s65", "2027-01-15"),
        ("s64", None),
    ]


async def test_refusal_is_told_to_its_publisher_with_the_authority(desk: Desk) -> None:
    await register(desk)
    await desk.send(ISSUED, statutory.a_notice())
    early = statutory.a_conclusion("not-complied", decided_at="2026-11-27T10:00:00Z")
    await at(desk, "2026-11-30T16:00")
    assert await desk.send(CONCLUDED, early) == "parked"
    [rejected] = await desk.recorded(OURS + "event.rejected.v1")
    assert [each["code"] for each in rejected.data["reasons"]] == ["period-not-over"]
    assert rejected.data["la_code"] == "806"


async def test_notice_dated_in_the_future_is_refused_but_its_period_may_lie_ahead(
    desk: Desk,
) -> None:
    await register(desk)
    late = [{"to": "headteacher", "sent_on": "2026-10-31"}]
    assert await desk.send(ISSUED, statutory.a_notice(copies=late)) == "parked"
    assert await desk.send(ISSUED, statutory.a_notice()) == "applied"


async def test_notice_by_the_secretary_of_state_ends_ours_and_bars_another(desk: Desk) -> None:
    await register(desk)
    await desk.send(ISSUED, statutory.a_notice())
    await at(desk, "2026-11-18T09:00")
    await desk.send(NOTIFIED, statutory.an_intervention("secretary-of-state-notice"))
    assert await told(desk, "notice") == ["issued", "due-soon", "superseded"]
    assert await desk.rows("timer") == []
    another = statutory.a_notice(notice="WN-2026-0002", issued_at="2026-11-17T09:00:00Z")
    assert await desk.send(ISSUED, another) == "parked"


async def test_closure_in_the_register_ends_the_notice_and_opening_again_resumes_it(
    desk: Desk,
) -> None:
    await register(desk)
    await desk.send(ISSUED, statutory.a_notice())
    closed = {"EstablishmentStatus (code)": "2", "CloseDate": "10-11-2026"}
    await register(desk, "edubasealldata20261111.csv", **closed)
    assert await told(desk, "notice") == ["issued", "ended"]
    [ended] = await desk.recorded(OURS + "notice.ended.v1")
    assert ended.data["ended_because"] == "The school closed on 10 November 2026."
    await at(desk, "2026-11-12T09:00")
    await register(desk, "edubasealldata20261112.csv", Postcode="TS5 6DQ")
    assert (await told(desk, "notice"))[-1] == "issued"


async def test_eligibility_is_explained_from_the_store(desk: Desk) -> None:
    await register(desk)
    desk.now = datetime(2026, 12, 7, 12, tzinfo=UTC)
    await desk.send(ISSUED, statutory.a_notice())
    await desk.send(CONCLUDED, statutory.a_conclusion("not-complied"))
    async with desk.service.work() as work:
        school = await school_facts(URN, work)
        answer = eligibility(await situation(work.session, school, desk.now.date()))
    assert answer.eligible_by == ("s60",)
    usable: dict[str, Any] = {
        each.power: [one.until for one in each.open] for each in answer.powers
    }
    assert str(usable["s64"][0]) == "2027-01-27"


async def test_same_events_again_change_nothing(desk: Desk) -> None:
    await import_sample(desk.service)
    await register(desk)
    desk.now = datetime(2026, 12, 7, 12, tzinfo=UTC)
    everything = (
        (ISSUED, statutory.a_notice()),
        (CONCLUDED, statutory.a_conclusion("not-complied")),
        (NOTIFIED, statutory.an_intervention()),
    )
    for _ in range(2):
        for event_type, data in everything:
            assert await desk.send(event_type, data) == "applied"
        assert await use(desk) == "applied"
    assert await told(desk, "notice") == ["issued", "not-complied"]
    assert await told(desk, "power") == ["used"]
    assert await told(desk, "intervention") == ["recorded"]


async def test_running_step_proposes_a_tier_and_one_that_ended_no_longer_counts(desk: Desk) -> None:
    await register(desk)
    await desk.send(ISSUED, statutory.a_notice())
    await at(desk, "2026-11-18T10:00")
    await desk.send(NOTIFIED, statutory.an_intervention())
    proposed = [each.data for each in await desk.recorded(OURS + "tier.proposed.v1")]
    signals = [each["rules"][0]["signals"] for each in proposed]
    assert signals[0] == ["WN-2026-0001"]
    assert signals[-1] == ["WN-2026-0001", "rise-targeted-begun:2026-11-16"]
    assert {each["tier"] for each in proposed} == {"intensive"}


async def test_power_is_warned_of_when_a_board_becomes_known_that_barred_it(desk: Desk) -> None:
    await register(desk)
    desk.now = datetime(2026, 12, 7, 12, tzinfo=UTC)
    await desk.send(ISSUED, statutory.a_notice())
    await desk.send(CONCLUDED, statutory.a_conclusion("not-complied"))
    await use(desk)
    await desk.send(NOTIFIED, statutory.an_intervention("interim-executive-board"))
    powers = [each.data for each in await desk.recorded(OURS + "power.used.v1")]
    assert [[one["code"] for one in each["warnings"]] for each in powers] == [[], ["interim-board"]]
