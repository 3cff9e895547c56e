"""A real register comes in, and the contracts' own examples go from form to payment on it."""

from pathlib import Path

import httpx
import pytest
from sqlmodel import col, select

from chassis.operations.outbox import unsent
from chassis.storage.tables import InboxRow
from schools.domain.files.file import File
from schools.use_cases.register.importing import import_extract
from schools.use_cases.register.linking import import_links
from support.polling import eventually

RECEIVED = "council.forms.application.received.v1"
ROUND = "council.casework.round.opened.v1"
BOTH = ("805", "806")
SERVICES = ("schools", "applications", "notifications", "reporting")
PEOPLE = {
    "p-1001": [("school-improvement-officer", "la:806"), ("ldt-member", "la:806")],
    "p-1002": [("ldt-member", "la:806")],
    "p-1004": [("ldt-member", "la:806")],
    "p-1005": [("ldt-member", "la:806")],
    "p-1090": [("operator", "*")],
    "p-1091": [("headteacher", "urn:151369")],
}

pytestmark = pytest.mark.timeout(900)


def file(path: Path) -> File:
    return File(path.name, path.read_bytes(), authorities=BOTH)


async def test_two_registers_find_conversions_and_changes_and_the_same_file_is_silent(
    stack, council, shared
):
    services = await stack("schools")
    schools, gias = services["schools"], shared / "data" / "gias"
    first = await import_extract(schools, file(gias / "edubasealldata20231116.csv"))
    assert (first.rows, first.added, first.converted) == (256, 256, 0)

    await import_links(schools, file(gias / "links_edubasealldata20250422.csv"))
    second = await import_extract(schools, file(gias / "edubaseallstatefunded20250717.csv"))
    assert second.rows == 96
    assert second.converted > 0
    assert second.changed > 0
    converted = await council.hears("council.schools.school.converted.v1", urn="111586")
    assert converted["successor"] == "151369"
    assert converted["converted_on"] == "2024-12-01"

    imported = len(council.heard.of("council.schools.register.imported.v1"))
    again = await import_extract(schools, file(gias / "edubaseallstatefunded20250717.csv"))
    assert again.repeated
    await eventually(lambda: _nothing_to_send(schools))
    assert len(council.heard.of("council.schools.register.imported.v1")) == imported


async def _nothing_to_send(service) -> bool:
    return not await unsent(service.store, "pending")


async def test_the_contracts_examples_go_from_form_to_payment(
    stack, council, contracts, shared, smtp
):
    services = await stack(*SERVICES)
    gias = shared / "data" / "gias"
    await import_extract(services["schools"], file(gias / "edubaseallstatefunded20250717.csv"))
    await people_join(council, contracts)
    await council.says(
        "council.casework.panel.appointed.v1", contracts("council.casework.panel.appointed.v1")
    )
    await council.says(ROUND, contracts(ROUND))

    for number in range(3):
        await council.says(RECEIVED, contracts(RECEIVED, number))
    hub = await council.reference_of("FORM-2026-000123")
    developing = await council.reference_of("FORM-2026-000125")
    refused = await council.hears(
        "council.applications.application.ineligible.v1", form_reference="FORM-2026-000124"
    )
    assert any("805" in reason["message"] for reason in refused["reasons"])

    await is_reviewed(council, contracts, hub)
    await is_reviewed(council, contracts, developing)
    await is_decided(council, contracts, hub, ("p-1001", "p-1004"), 2_500_000)
    await is_decided(council, contracts, developing, ("p-1001", "p-1002", "p-1004"), 2_000_000)

    award = await is_accepted(council, contracts, hub)
    assert [milestone["amount_pence"] for milestone in award["milestones"]] == [
        833_333,
        1_250_000,
        416_667,
    ]
    await is_paid(council, contracts, award["award"])

    funding = await eventually(lambda: funding_once_paid(services["reporting"]))
    [autumn] = funding["rounds"]
    assert autumn["budget_pence"] == 25_000_000
    assert autumn["reserved_pence"] == 2_000_000
    assert autumn["committed_pence"] == 2_500_000
    assert autumn["paid_pence"] == 833_333
    assert autumn["left_pence"] == 20_500_000
    assert autumn["applications"] == {
        "submitted": 2,
        "ineligible": 1,
        "withdrawn": 0,
        "approved": 2,
        "declined": 0,
    }

    def the_school_was_told() -> bool:
        subjects = [str(mail["Subject"]) for mail in smtp.to("jo.bell@example.org")]
        return len(subjects) >= 6 and any(hub in subject for subject in subjects)

    await eventually(the_school_was_told)
    for name in SERVICES:
        assert await unsettled(services[name]) == []


async def people_join(council, contracts) -> None:
    for person, roles in PEOPLE.items():
        data = contracts(
            "council.directory.person.updated.v1",
            person=person,
            email=f"{person}@example.org",
            roles=[{"role": role, "scope": scope} for role, scope in roles],
        )
        await council.says("council.directory.person.updated.v1", data)


async def is_reviewed(council, contracts, application: str) -> None:
    for reviewer in ("p-1003", "p-1009"):
        data = contracts(
            "council.casework.review.recorded.v1", application=application, reviewer=reviewer
        )
        await council.says("council.casework.review.recorded.v1", data)


async def is_decided(council, contracts, application: str, voters, pence: int) -> None:
    votes = [{"person": person, "vote": "for"} for person in voters]
    decided = contracts(
        "council.casework.decision.recorded.v1",
        application=application,
        votes=votes,
        awarded_pence=pence,
    )
    await council.says("council.casework.decision.recorded.v1", decided)
    released = contracts("council.casework.decision.released.v1", application=application)
    await council.says("council.casework.decision.released.v1", released)
    told = await council.hears("council.applications.decision.released.v1", application=application)
    assert told["outcome"] == "approved"
    assert told["awarded_pence"] == pence


async def is_accepted(council, contracts, application: str) -> dict:
    answer = contracts("council.forms.offer.answered.v1", application=application)
    await council.says("council.forms.offer.answered.v1", answer)
    return await council.hears("council.applications.award.made.v1", application=application)


async def is_paid(council, contracts, award: str) -> None:
    """The examples are dated next year: what has happened is dated before today."""
    sent, found, paid_on = "2026-11-13T15:00:00Z", "2026-11-16T10:00:00Z", "2026-11-17"
    dated = {
        "council.forms.milestone.evidenced.v1": {"submitted_at": sent},
        "council.casework.milestone.assessed.v1": {
            "evidence_submitted_at": sent,
            "assessed_at": found,
        },
        "council.finance.payment.made.v1": {"paid_on": paid_on},
    }
    for event_type, changes in dated.items():
        await council.says(event_type, contracts(event_type, award=award, **changes))
    paid = await council.hears("council.applications.payment.recorded.v1", award=award)
    assert paid["amount_pence"] == 833_333


async def funding_once_paid(reporting) -> dict | None:
    transport = httpx.ASGITransport(app=reporting.web)
    async with httpx.AsyncClient(transport=transport, base_url="http://reporting") as client:
        funding = (await client.get("/reports/funding.json")).json()
    paid = sum(each["paid_pence"] for each in funding["rounds"])
    return funding if paid else None


async def unsettled(service) -> list:
    async with service.store.reading() as session:
        rows = await session.exec(select(InboxRow).where(col(InboxRow.state) != "applied"))
        return [(row.event_type, row.state, row.reasons) for row in rows]
