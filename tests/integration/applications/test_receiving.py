"""Applications come in, are screened and numbered, take each other's place, and are withdrawn."""

import asyncio
from itertools import permutations

import pytest

from integration.applications.desk import Desk
from support import funding


async def test_an_application_waits_for_its_round_and_for_every_school_it_names(
    desk: Desk,
) -> None:
    assert await desk.tell("form", funding.a_hub()) == "waiting"
    await desk.tell("round", funding.a_round())
    assert await desk.said("application.submitted") == []
    await desk.schools()
    [submitted] = await desk.said("application.submitted")
    assert (submitted["application"], submitted["state"]) == ("A-2026-0001", "received")


async def test_a_second_copy_of_an_application_changes_nothing(desk: Desk) -> None:
    await desk.open_round()
    delivery = desk.delivery("form", funding.a_hub())
    assert await desk.deliver(delivery) == "applied"
    assert await desk.deliver(delivery) == "duplicate"
    assert await desk.tell("form", funding.a_hub()) == "applied"
    assert len(await desk.said("application.submitted")) == 1


async def test_a_form_reference_with_other_content_is_refused(desk: Desk) -> None:
    await desk.open_round()
    await desk.tell("form", funding.a_hub())
    assert await desk.tell("form", funding.a_hub(title="Another title")) == "parked"
    assert await desk.reasons() == ["form-reference-reused"]


async def test_an_ineligible_application_gets_a_number_and_every_reason(desk: Desk) -> None:
    await desk.open_round()
    form = funding.a_hub(submitted_at="2026-10-16T12:00:00+01:00", theme="music")
    await desk.apply(form)
    [refused] = await desk.said("application.ineligible")
    assert [reason["code"] for reason in refused["reasons"]] == ["late", "theme"]
    assert (refused["application"], refused["state"]) == ("A-2026-0001", "ineligible")


async def test_an_application_holds_no_contact(desk: Desk) -> None:
    await desk.open_round()
    await desk.apply()
    [row] = await desk.rows("application")
    assert "example.org" not in str(row)
    assert "Jo Bell" not in str(row)


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_of_three_in_time_the_one_submitted_last_stands_whichever_comes_first(
    desk: Desk, order: tuple[int, ...]
) -> None:
    await desk.open_round()
    for number in order:
        await desk.apply(
            funding.a_hub(
                form_reference=f"FORM-{number}", submitted_at=f"2026-10-1{number}T09:00:00Z"
            )
        )
    rows = await desk.rows("application")
    stood = {row["form_reference"]: row["state"] for row in rows}
    assert stood == {"FORM-0": "superseded", "FORM-1": "superseded", "FORM-2": "received"}
    assert len(await desk.said("application.submitted")) == 3
    assert len(await desk.said("application.superseded")) == 2


async def test_an_offer_bars_a_later_application_of_the_same_kind(desk: Desk) -> None:
    await desk.open_round()
    await desk.offered(funding.a_hub(submitted_at="2026-10-01T09:00:00Z"))
    await desk.apply(funding.a_hub(form_reference="FORM-2"))
    [refused] = await desk.said("application.ineligible")
    assert [reason["code"] for reason in refused["reasons"]] == ["one-live-application"]


async def test_a_withdrawal_waits_for_its_form(desk: Desk) -> None:
    await desk.open_round()
    assert await desk.tell("withdrawal", funding.a_withdrawal()) == "waiting"
    await desk.apply()
    assert await desk.state() == "withdrawn"


async def test_a_superseded_application_can_still_be_withdrawn(desk: Desk) -> None:
    await desk.open_round()
    await desk.apply(funding.a_hub(submitted_at="2026-10-01T09:00:00Z"))
    await desk.apply(funding.a_hub(form_reference="FORM-2"))
    await desk.tell("withdrawal", funding.a_withdrawal())
    assert await desk.state("A-2026-0001") == "withdrawn"


async def test_a_withdrawal_before_the_release_does_not_tell_what_was_earmarked(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference))
    await desk.tell("withdrawal", funding.a_withdrawal())
    [withdrawn] = await desk.said("application.withdrawn")
    assert (withdrawn["freed_pence"], withdrawn["outcome"]) == (0, None)
    assert await desk.held() == 0


async def test_a_withdrawal_of_an_offer_frees_its_money_once(desk: Desk) -> None:
    await desk.open_round()
    await desk.offered()
    for _ in range(3):
        await desk.tell("withdrawal", funding.a_withdrawal())
    assert [each["freed_pence"] for each in await desk.said("application.withdrawn")] == [2_500_000]
    assert await desk.rows("timer", name="offer-lapses") == []


async def test_an_accepted_award_is_not_withdrawn(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    assert await desk.tell("withdrawal", funding.a_withdrawal()) == "parked"
    assert await desk.reasons() == ["not-in-this-state"]


async def test_the_newest_version_of_a_school_wins_whichever_comes_first(desk: Desk) -> None:
    await desk.tell("school", funding.a_school(name="Newer"), aggregateversion=2)
    await desk.tell("school", funding.a_school(name="Older"), aggregateversion=1)
    assert [row["name"] for row in await desk.rows("school")] == ["Newer"]


async def test_a_closing_counts_from_its_own_instant(desk: Desk) -> None:
    await desk.open_round()
    closing = {
        "round": "2026-AUT",
        "kind": "closed-early",
        "reason": "Oversubscribed",
        "closed_by": "p-1001",
        "closed_at": "2026-10-10T12:00:00+01:00",
    }
    await desk.tell("closing", closing)
    await desk.apply(funding.a_hub(submitted_at="2026-10-10T10:59:59.999999Z"))
    await desk.apply(funding.a_developing_school(submitted_at="2026-10-10T11:00:00Z"))
    states = {row["category"]: row["state"] for row in await desk.rows("application")}
    assert states == {"learning-hub": "received", "developing-school": "ineligible"}
    assert (await desk.said("round.closed"))[0]["state"] == "closed-early"


async def test_a_closing_waits_for_its_round(desk: Desk) -> None:
    closing = {
        "round": "2026-AUT",
        "kind": "cancelled",
        "reason": "Budget withdrawn",
        "closed_by": "p-1001",
        "closed_at": "2026-10-10T12:00:00+01:00",
    }
    assert await desk.tell("closing", closing) == "waiting"
    await desk.tell("round", funding.a_round())
    assert len(await desk.said("round.closed")) == 1


async def test_a_round_is_judged_by_the_terms_in_force_when_the_step_was_taken(
    desk: Desk,
) -> None:
    await desk.open_round()
    form = desk.delivery("form", funding.a_hub())
    await desk.tell("round", funding.a_round(themes=["english"]))
    await desk.deliver(form)
    assert await desk.state() == "received"


async def test_a_deadline_at_midnight_is_refused(desk: Desk) -> None:
    announced = funding.a_round(deadline="2027-03-28T23:00:00Z")
    assert await desk.tell("round", announced) == "parked"
    assert await desk.reasons() == ["deadline-midnight"]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"])
async def test_a_form_of_a_time_beyond_all_calendars_is_refused_by_its_field(
    desk: Desk, at: str
) -> None:
    await desk.open_round()
    assert await desk.tell("form", funding.a_developing_school(submitted_at=at)) == "parked"
    assert await desk.reasons() == ["schema"]


async def test_forms_that_come_at_once_are_numbered_without_a_gap_and_leave_one_live_each(
    desk: Desk,
) -> None:
    await desk.open_round()
    leads = [f"{130_000 + number}" for number in range(10)]
    await desk.schools(*leads)
    forms = [
        funding.a_developing_school(
            lead_school=lead,
            form_reference=f"FORM-{lead}-{day}",
            submitted_at=f"2026-10-0{day}T12:00:00Z",
        )
        for lead in leads
        for day in (1, 2, 3)
    ]
    deliveries = [desk.delivery("form", form) for form in forms]
    async with desk.replicas() as replicas:
        await asyncio.gather(
            *(
                replicas[number % 3].processor.process(delivery)
                for number, delivery in enumerate(deliveries)
            )
        )
    rows = await desk.rows("application")
    assert sorted(row["application"] for row in rows) == [f"A-2026-{n:04}" for n in range(1, 31)]
    live = {row["form_reference"] for row in rows if row["state"] == "received"}
    assert live == {f"FORM-{lead}-3" for lead in leads}


async def test_copy_of_a_school_from_before_its_type_was_kept_is_completed_by_the_same_version(
    desk: Desk,
) -> None:
    await desk.schools("151369")
    assert [row["type_code"] for row in await desk.rows("school")] == [None]
    await desk.tell("school", funding.a_school(type_code="34"), aggregateversion=1)
    assert [row["type_code"] for row in await desk.rows("school")] == ["34"]
    await desk.tell("school", funding.a_school(type_code="11"), aggregateversion=1)
    assert [row["type_code"] for row in await desk.rows("school")] == ["34"]


async def test_rejection_names_the_authority_of_its_application_award_or_round(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    [reference] = {each["application"] for each in await desk.said("award.made")}
    await desk.tell("answer", funding.an_answer(reference, meeting="LDT-1999-01"))
    await desk.tell("assessment", funding.an_assessment(award, assessed_by=7))
    await desk.tell("form", funding.a_hub(form_reference="FORM-2026-7", title=7))
    await desk.tell("answer", funding.an_answer("A-2026-0001\u2028", meeting=7))
    codes = [each["la_code"] for each in await desk.said("event.rejected")]
    assert codes == ["806", "806", "806", None]
