"""Inspections and concerns: kept once, told on without what must stay here."""

import pytest

from integration.schools.registers import all_rows, import_sample

INSPECTION = "council.inspections.inspection.published.v1"
CONCERN = "council.casework.concern.raised.v1"
RECORDED = "council.schools.inspection.recorded.v1"


def inspection(urn: str = "900001", **given: object) -> dict[str, object]:
    areas = (
        "Inclusion",
        "Curriculum and teaching",
        "Achievement",
        "Attendance and behaviour",
        "Personal development and wellbeing",
        "Leadership and governance",
    )
    card = {
        "urn": urn,
        "framework": "report-card",
        "inspected_on": "2026-03-10",
        "published_on": "2026-04-21",
        "overall": None,
        "judgements": dict.fromkeys(areas, "Expected standard"),
        "safeguarding": "Met",
        "category_of_concern": None,
    }
    return {**card, **given}


def concern(urn: str = "900001", **given: object) -> dict[str, object]:
    raised = {
        "urn": urn,
        "concern": "SC-2026-0042",
        "kind": "governance",
        "severity": "medium",
        "summary": "Four governor vacancies since July",
        "raised_by": "p-1008",
        "raised_at": "2026-09-30T08:45:00+01:00",
        "restricted": False,
    }
    return {**raised, **given}


@pytest.fixture
async def service(stack):
    return (await stack("schools"))["schools"]


@pytest.fixture
async def heard(service, bus):
    return await bus.listen("council.schools.#")


async def settled(service, eventually, count: int) -> list[str]:
    async def states() -> list[str] | None:
        found = [row["state"] for row in await all_rows(service, "inbox")]
        return found if len(found) == count and "ready" not in found else None

    return sorted(await eventually(states))


async def test_an_inspection_is_kept_and_told_with_its_era(service, bus, heard, eventually):
    await import_sample(service)
    await bus.publish(INSPECTION, inspection(), subject="900001")
    (told,) = await eventually(lambda: heard.data(RECORDED))
    assert (told["urn"], told["era"], told["warnings"]) == ("900001", "report-card", [])
    assert told["inspection"] == "900001-2026-03-10"


async def test_an_inspection_that_contradicts_itself_is_kept_with_a_warning(
    service, bus, heard, eventually
):
    await import_sample(service)
    await bus.publish(INSPECTION, inspection(safeguarding="Not met"), subject="900001")
    (told,) = await eventually(lambda: heard.data(RECORDED))
    assert [warning["code"] for warning in told["warnings"]] == ["category"]
    assert told["category_of_concern"] is None


async def test_monitoring_visit_is_kept_without_grades_beside_an_inspection_of_its_day(
    service, bus, heard, eventually
):
    await import_sample(service)
    visit = {"framework": "monitoring", "judgements": {}, "category_of_concern": "none"}
    await bus.publish(INSPECTION, inspection(), subject="900001")
    await bus.publish(INSPECTION, inspection(**visit), subject="900001")
    told = await eventually(lambda: len(heard.data(RECORDED)) == 2 and heard.data(RECORDED))
    assert [(one["era"], one["category_of_concern"], one["warnings"]) for one in told] == [
        ("report-card", None, []),
        ("monitoring", "none", []),
    ]
    assert [row["era"] for row in await all_rows(service, "inspection")] == [
        "report-card",
        "monitoring",
    ]


async def test_corrected_inspection_with_a_number_replaces_the_first_whatever_its_date(
    service, bus, heard, eventually
):
    await import_sample(service)
    for number, day in enumerate(("2026-03-10", "2026-03-11")):
        card = inspection(inspected_on=day, inspection_number="10383456")
        await bus.publish(INSPECTION, card, subject="900001", time=f"2026-04-2{number}T09:00:00Z")
    assert await settled(service, eventually, 2) == ["applied", "applied"]
    (row,) = await all_rows(service, "inspection")
    assert str(row["inspected_on"]) == "2026-03-11"
    assert row["inspection_number"] == row["inspection"] == "10383456"


async def test_an_inspection_has_versions_of_its_own(service, bus, heard, eventually):
    await import_sample(service)
    for day in ("2026-03-10", "2026-09-15"):
        await bus.publish(INSPECTION, inspection(inspected_on=day), subject="900001")
    messages = await eventually(lambda: len(heard.of(RECORDED)) == 2 and heard.of(RECORDED))
    assert {message.headers["ce-aggregateversion"] for message in messages} == {"1"}
    assert {message.headers["ce-subject"] for message in messages} == {"900001"}


async def test_the_newest_word_about_an_inspection_holds_whatever_comes_first(
    service, bus, heard, eventually
):
    await import_sample(service)
    corrected, first = "2026-04-22T09:00:00Z", "2026-04-21T09:00:00Z"
    for time, text in ((corrected, "Strong standard"), (first, "Expected standard")):
        card = inspection()
        card["judgements"] = {**card["judgements"], "Inclusion": text}  # type: ignore[dict-item]
        await bus.publish(INSPECTION, card, subject="900001", time=time)
    assert await settled(service, eventually, 2) == ["applied", "applied"]
    assert len(await all_rows(service, "inspection")) == 1
    assert [told["judgements"]["Inclusion"] for told in heard.data(RECORDED)] == ["Strong standard"]


async def test_what_is_said_of_an_unknown_school_waits_for_the_register(
    service, bus, heard, eventually
):
    await bus.publish(INSPECTION, inspection(), subject="900001")
    await bus.publish(CONCERN, concern(), subject="900001")
    await bus.publish(INSPECTION, inspection("999999"), subject="999999")
    assert await settled(service, eventually, 3) == ["waiting"] * 3
    await import_sample(service)
    await eventually(lambda: heard.data(RECORDED))

    async def rest() -> bool:
        states = sorted(row["state"] for row in await all_rows(service, "inbox"))
        return states == ["applied", "applied", "waiting"]

    await eventually(rest)


async def test_restricted_concern_is_announced_without_kind_matter_and_severity(
    service, bus, heard, eventually
):
    await import_sample(service)
    await bus.publish(CONCERN, concern(restricted=True, matter="chair-vacant"), subject="900001")
    recorded = "council.schools.concern.recorded.v1"
    (message,) = await eventually(lambda: heard.of(recorded))
    (told,) = heard.data(recorded)
    assert told == {
        "urn": "900001",
        "concern": "SC-2026-0042",
        "restricted": True,
        "kind": None,
        "severity": None,
        "matter": None,
        "raised_at": "2026-09-30T07:45:00Z",
    }
    assert b"governor" not in message.body
    (row,) = await all_rows(service, "concern")
    assert [row[name] for name in ("kind", "severity", "summary", "matter")] == [None] * 4


async def test_open_concern_is_announced_without_its_summary(service, bus, heard, eventually):
    await import_sample(service)
    await bus.publish(CONCERN, concern(matter="chair-vacant"), subject="900001")
    (told,) = await eventually(lambda: heard.data("council.schools.concern.recorded.v1"))
    assert (told["kind"], told["severity"]) == ("governance", "medium")
    assert told["matter"] == "chair-vacant"
    assert "summary" not in told


async def test_what_the_schema_refuses_is_rejected_to_its_publisher(service, bus, eventually):
    await import_sample(service)
    await bus.publish(CONCERN, concern(severity="dreadful"), subject="900001")
    (told,) = await eventually(lambda: bus.rejections("casework"))
    assert told["event_type"] == CONCERN
    assert "severity" in told["reasons"][0]["message"]
    assert told["la_code"] == "806"


async def test_rejection_about_a_school_that_is_not_registered_names_no_authority(
    service, bus, eventually
):
    await bus.publish(CONCERN, concern(urn="999999", severity="dreadful"), subject="999999")
    (told,) = await eventually(lambda: bus.rejections("casework"))
    assert told["la_code"] is None
