"""Waivers: one form passes one rule, once, whether the waiver comes before the form or after."""

from typing import Any

import pytest

from applications.views import officer
from integration.applications.desk import Desk
from support import funding

LATE = "2026-10-16T12:10:00+01:00"
END = "2027-12-17"
SECOND = "FORM-2026-000999"
EARLY = "2026-10-01T12:00:00+01:00"


def closing(urn: str = "111632", **changes: Any) -> funding.Payload:
    """A waiver for a school that is proposed to close."""
    return funding.a_waiver(waives="proposed-to-close", urn=urn, until=END, **changes)


async def proposed_to_close(desk: Desk, urn: str, version: int = 2) -> None:
    """The register says that a school is proposed to close."""
    await desk.tell("school", funding.a_school(urn, status_code="3"), aggregateversion=version)


@pytest.mark.parametrize("first", ["form", "waiver"])
async def test_late_form_is_received_by_a_waiver_that_comes_before_or_after_it(
    desk: Desk, first: str
) -> None:
    await desk.open_round()
    told = [("form", funding.a_hub(submitted_at=LATE)), ("waiver", funding.a_waiver())]
    for kind, data in told if first == "form" else reversed(told):
        assert await desk.tell(kind, data) == "applied"
    assert await desk.state() == "received"
    [used] = await desk.said("waiver.used")
    assert (used["waives"], used["granted_by"]) == ("late", "p-1007")
    assert used["reason"] == funding.a_waiver()["reason"]
    submitted = await desk.said("application.submitted")
    assert [each["corrects"] for each in submitted] == ["late" if first == "form" else None]


@pytest.mark.parametrize(
    ("until", "state"), [("2026-10-16", "received"), ("2026-10-15", "ineligible")]
)
async def test_waiver_of_lateness_holds_until_the_end_of_its_last_london_day(
    desk: Desk, until: str, state: str
) -> None:
    await desk.open_round()
    await desk.tell("waiver", funding.a_waiver(until=until))
    await desk.tell("form", funding.a_hub(submitted_at="2026-10-16T23:59:59+01:00"))
    assert await desk.state() == state


async def test_waiver_for_one_of_two_reasons_leaves_the_form_ineligible_and_is_not_used(
    desk: Desk,
) -> None:
    await desk.open_round()
    await desk.tell("form", funding.a_hub(submitted_at=LATE, theme="music"))
    await desk.tell("waiver", funding.a_waiver())
    assert await desk.state() == "ineligible"
    assert await desk.said("waiver.used") == []


async def test_same_waiver_again_changes_nothing(desk: Desk) -> None:
    await desk.open_round()
    await desk.tell("form", funding.a_hub(submitted_at=LATE))
    for _ in range(2):
        assert await desk.tell("waiver", funding.a_waiver()) == "applied"
    assert len(await desk.rows("waiver")) == 1
    assert len(await desk.said("waiver.used")) == 1


@pytest.mark.parametrize("order", [1, -1])
async def test_of_two_waivers_the_one_granted_last_holds(desk: Desk, order: int) -> None:
    await desk.open_round()
    narrower = funding.a_waiver(until="2026-10-15", granted_at="2026-10-16T15:00:00+01:00")
    for waiver in [funding.a_waiver(), narrower][::order]:
        assert await desk.tell("waiver", waiver) == "applied"
    await desk.tell("form", funding.a_hub(submitted_at=LATE))
    assert await desk.state() == "ineligible"


async def test_other_content_granted_at_the_same_instant_is_refused(desk: Desk) -> None:
    await desk.tell("waiver", funding.a_waiver())
    assert await desk.tell("waiver", funding.a_waiver(reason="Another one")) == "parked"
    assert await desk.reasons() == ["waiver-contradicts"]


@pytest.mark.parametrize("waives", ["proposed-to-close", "double-funding"])
async def test_waiver_that_names_nothing_is_refused(desk: Desk, waives: str) -> None:
    assert await desk.tell("waiver", funding.a_waiver(waives=waives)) == "parked"
    assert await desk.reasons() == ["waiver-names-nothing"]


@pytest.mark.parametrize(("urn", "state"), [("111632", "received"), ("134076", "ineligible")])
async def test_school_that_is_proposed_to_close_takes_part_where_the_waiver_names_it(
    desk: Desk, urn: str, state: str
) -> None:
    await desk.open_round()
    await proposed_to_close(desk, "111632")
    await desk.tell("form", funding.a_hub())
    await desk.tell("waiver", closing(urn))
    assert await desk.state() == state


async def test_school_proposed_to_close_after_its_form_accepts_its_offer_by_a_waiver(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.offered()
    await proposed_to_close(desk, "111632")
    assert await desk.tell("answer", funding.an_answer(reference)) == "parked"
    assert await desk.reasons() == ["school-closing"]
    await desk.tell("waiver", closing())
    assert await desk.tell("answer", funding.an_answer(reference)) == "applied"
    assert await desk.state(reference) == "accepted"
    assert len(await desk.said("waiver.used")) == 1


async def test_waiver_that_ends_before_the_award_does_not_let_its_school_pass(desk: Desk) -> None:
    await desk.open_round()
    await proposed_to_close(desk, "111632")
    await desk.tell("waiver", closing() | {"until": "2027-12-16"})
    await desk.tell("form", funding.a_hub())
    assert await desk.state() == "ineligible"


async def test_both_applications_of_a_lead_stay_live_by_a_waiver_that_came_first(
    desk: Desk,
) -> None:
    await desk.open_round()
    await desk.apply(funding.a_hub(submitted_at=EARLY))
    waiver = funding.a_waiver(SECOND, waives="one-live-application", until=END)
    await desk.tell("waiver", waiver)
    await desk.apply(funding.a_hub(form_reference=SECOND))
    assert [await desk.state(f"A-2026-000{n}") for n in (1, 2)] == ["received"] * 2
    assert [each["application"] for each in await desk.said("waiver.used")] == ["A-2026-0002"]


@pytest.mark.parametrize("form", ["FORM-2026-000123", SECOND])
async def test_what_gave_way_is_live_again_when_the_waiver_comes(desk: Desk, form: str) -> None:
    await desk.open_round()
    reference = await desk.ready(funding.a_hub(submitted_at=EARLY))
    await desk.tell("decision", funding.a_decision(reference))
    await desk.apply(funding.a_hub(form_reference=SECOND))
    assert (await desk.state(reference), await desk.held()) == ("superseded", 0)
    await desk.tell("waiver", funding.a_waiver(form, waives="one-live-application", until=END))
    assert (await desk.state(reference), await desk.held()) == ("decided", 2_500_000)
    assert await desk.state("A-2026-0002") == "received"
    assert len(await desk.said("waiver.used")) == 1
    [first] = [each for each in await desk.said("application.submitted") if each["corrects"]]
    assert (first["application"], first["corrects"]) == (reference, "superseded")


async def test_form_refused_beside_an_offer_is_received_when_the_waiver_comes(desk: Desk) -> None:
    await desk.open_round()
    await desk.offered(funding.a_hub(submitted_at=EARLY))
    second = await desk.apply(funding.a_hub(form_reference=SECOND))
    assert await desk.state(second) == "ineligible"
    await desk.tell("waiver", funding.a_waiver(SECOND, waives="one-live-application", until=END))
    assert [await desk.state("A-2026-0001"), await desk.state(second)] == ["offered", "received"]


async def test_officer_sees_the_waivers_of_an_application_used_or_not(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.apply(funding.a_hub(submitted_at=LATE))
    await desk.tell("waiver", funding.a_waiver())
    await desk.tell("waiver", closing())
    async with desk.service.store.reading() as session:
        file = await officer.application(session, reference)
    assert file
    assert {each["waives"]: each["used_at"] is not None for each in file["waivers"]} == {
        "late": True,
        "proposed-to-close": False,
    }


async def test_waived_late_form_may_replace_an_earlier_one_as_if_in_time(desk: Desk) -> None:
    await desk.open_round()
    first = await desk.apply(funding.a_hub(submitted_at=EARLY))
    await desk.tell("waiver", funding.a_waiver(SECOND))
    second = await desk.apply(funding.a_hub(form_reference=SECOND, submitted_at=LATE))
    assert [await desk.state(each) for each in (first, second)] == ["superseded", "received"]
