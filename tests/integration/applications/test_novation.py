"""What a novation must show: the register's successor, both consents, and every rule again."""

import asyncio
from typing import Any

import pytest

from integration.applications.desk import Desk
from integration.applications.test_conversion import NEW, OLD, convert, open_round
from support import funding

PARTNER = "134076"


def change_of_lead(reference: str, **changes: Any) -> dict[str, Any]:
    """The lead goes to a partner, with both consents."""
    given = {
        "ground": "change-of-lead",
        "from_urn": "151369",
        "successor": PARTNER,
        "released_by": "Chair of governors",
        "released_on": "2026-12-08",
    }
    return funding.a_novation(reference, **{**given, **changes})


async def test_a_novation_waits_for_the_register_to_name_the_successor(desk: Desk) -> None:
    await open_round(desk)
    reference = await desk.apply(funding.a_hub(lead_school=OLD))
    assert await desk.tell("novation", funding.a_novation(reference)) == "waiting"
    await convert(desk)
    assert await desk.state(reference) == "received"
    assert [row["lead_school"] for row in await desk.rows("application")] == [NEW]


async def test_a_novation_waits_for_its_award(desk: Desk) -> None:
    await open_round(desk)
    await convert(desk)
    assert await desk.tell("novation", funding.a_novation()) == "waiting"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"successor": "111577"}, "not-the-successor"),
        ({"from_urn": "111577"}, "not-a-party"),
        ({"successor": OLD}, "same-school"),
        ({"consented_on": "2026-12-11"}, "consent-after-agreement"),
        (
            {"agreed_at": "2026-10-01T10:00:00Z", "consented_on": "2026-09-30"},
            "dated-before-its-cause",
        ),
    ],
)
async def test_a_novation_that_can_never_be_is_refused(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    await open_round(desk)
    reference = await desk.apply(funding.a_hub(lead_school=OLD))
    await convert(desk)
    assert await desk.tell("novation", funding.a_novation(reference, **changes)) == "parked"
    assert await desk.reasons() == [code]
    assert await desk.state(reference) == "on-hold"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"la_code": "805"}, "lead-outside-authority"),
        ({"academy": False}, "lead-kind"),
        ({"status_code": "4"}, "school-not-open"),
        ({"open_date": "2026-12-11"}, "school-not-open"),
    ],
)
async def test_the_successors_eligibility_is_checked_again(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    await open_round(desk)
    reference = await desk.apply(funding.a_hub(lead_school=OLD))
    await desk.tell("school", funding.a_school(NEW, **changes), aggregateversion=2)
    await convert(desk)
    assert await desk.tell("novation", funding.a_novation(reference)) == "parked"
    assert code in await desk.reasons()


async def test_a_successor_that_leads_another_live_application_is_refused(desk: Desk) -> None:
    await open_round(desk)
    await desk.tell("school", funding.a_school(NEW), aggregateversion=2)
    reference = await desk.apply(funding.a_hub(lead_school=OLD))
    await desk.apply(funding.a_hub(form_reference="FORM-2", submitted_at="2026-10-15T10:00:00Z"))
    await convert(desk)
    assert await desk.tell("novation", funding.a_novation(reference)) == "parked"
    assert await desk.reasons() == ["one-live-application"]


async def test_a_later_form_of_the_successor_replaces_what_moved_to_it(desk: Desk) -> None:
    await open_round(desk)
    reference = await desk.apply(funding.a_hub(lead_school=OLD))
    await desk.tell("school", funding.a_school(NEW), aggregateversion=2)
    await convert(desk)
    await desk.tell("novation", funding.a_novation(reference))
    await desk.apply(
        funding.a_hub(form_reference="FORM-2", submitted_at="2026-10-16T11:59:59.950000+01:00")
    )
    assert await desk.state(reference) == "superseded"


async def test_an_interest_in_the_successor_takes_its_vote_out(desk: Desk) -> None:
    await open_round(desk)
    await desk.tell("person", funding.a_person("p-1004", f"headteacher@urn:{NEW}"))
    reference = await desk.ready(funding.a_hub(lead_school=OLD))
    votes = [{"person": "p-1001", "vote": "for"}, {"person": "p-1004", "vote": "for"}]
    await desk.tell("decision", funding.a_decision(reference, votes=votes))
    await convert(desk)
    await desk.tell("novation", funding.a_novation(reference))
    assert (await desk.state(reference), await desk.held()) == ("ready-for-panel", 0)
    assert "decision.voided" in await desk.said()


async def test_the_lead_of_an_open_school_goes_to_a_partner_with_both_consents(
    desk: Desk,
) -> None:
    await desk.open_round()
    award = await desk.awarded()
    assert await desk.tell("novation", change_of_lead(award)) == "applied"
    [novated] = await desk.said("award.novated")
    assert (novated["lead_school"], novated["lead_share_pence"]) == (PARTNER, 1_666_668)
    assert [each["urn"] for each in novated["partners"]] == ["111632", "111626"]
    assert (novated["state"], await desk.held()) == ("active", 2_500_000)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"released_by": None, "released_on": None}, ["release-missing"]),
        ({"released_on": "2026-12-11"}, ["release-after-agreement"]),
        ({"successor": "111577"}, ["not-a-partner"]),
        ({"from_urn": "111632"}, ["not-the-lead"]),
    ],
)
async def test_a_change_of_lead_that_lacks_what_it_needs_is_refused(
    desk: Desk, changes: dict[str, Any], codes: list[str]
) -> None:
    await desk.open_round()
    reference = await desk.apply()
    given = {name: value for name, value in change_of_lead(reference, **changes).items() if value}
    assert await desk.tell("novation", given) == "parked"
    assert await desk.reasons() == codes


async def test_a_partner_that_refused_does_not_take_over_the_lead(desk: Desk) -> None:
    categories = [{"category": "learning-hub", "most_per_award_pence": 4_000_000}]
    await desk.open_round(categories=categories)
    reference = await desk.apply()
    await desk.tell("partner", funding.a_partner_answer(PARTNER))
    assert await desk.tell("novation", change_of_lead(reference)) == "parked"
    assert await desk.reasons() == ["not-a-partner"]


async def test_a_closed_lead_without_a_successor_is_followed_by_a_partner(desk: Desk) -> None:
    await desk.open_round(
        categories=[{"category": "learning-hub", "most_per_award_pence": 4_000_000}]
    )
    reference = await desk.ready()
    closed = funding.a_school(status_code="2", close_date="2026-11-30")
    await desk.tell("closed", closed | {"changes": {}}, aggregateversion=2)
    assert await desk.state(reference) == "on-hold"
    await desk.tell("novation", change_of_lead(reference))
    assert await desk.state(reference) == "ready-for-panel"


async def test_the_same_novation_again_changes_nothing(desk: Desk) -> None:
    await open_round(desk)
    award = await desk.awarded(funding.a_hub(lead_school=OLD))
    await convert(desk)
    for _ in range(2):
        assert await desk.tell("novation", funding.a_novation(award)) == "applied"
    assert len(await desk.said("award.novated")) == 1
    assert len(await desk.rows("novation")) == 1


async def test_an_award_is_named_by_its_application_too(desk: Desk) -> None:
    await open_round(desk)
    await desk.awarded(funding.a_hub(lead_school=OLD))
    await convert(desk)
    assert await desk.tell("novation", funding.a_novation("A-2026-0001")) == "applied"
    assert [row["lead_school"] for row in await desk.rows("award")] == [NEW]


async def test_an_application_that_is_over_does_not_move(desk: Desk) -> None:
    await open_round(desk)
    reference = await desk.apply(funding.a_hub(lead_school=OLD))
    await desk.tell("withdrawal", funding.a_withdrawal())
    await convert(desk)
    assert await desk.tell("novation", funding.a_novation(reference)) == "parked"
    assert await desk.reasons() == ["not-in-this-state"]


async def test_novations_that_come_at_once_move_it_once(desk: Desk) -> None:
    await open_round(desk)
    award = await desk.awarded(funding.a_hub(lead_school=OLD))
    await convert(desk)
    async with desk.replicas() as replicas:
        await asyncio.gather(
            *(
                each.processor.process(desk.delivery("novation", funding.a_novation(award)))
                for each in replicas
            )
        )
    assert len(await desk.said("award.novated")) == 1
    assert [row["state"] for row in await desk.rows("award")] == ["active"]


async def test_a_novation_of_a_partner_waits_until_the_register_names_who_follows_it(
    desk: Desk,
) -> None:
    await desk.open_round()
    await desk.schools(OLD)
    reference = await desk.ready()
    gone = funding.a_school(PARTNER, status_code="2", close_date="2026-11-30") | {"changes": {}}
    await desk.tell("closed", gone, aggregateversion=2)
    assert await desk.state(reference) == "ineligible"
    moved = funding.a_novation(reference, from_urn=PARTNER, successor=OLD)
    assert await desk.tell("novation", moved) == "waiting"
    await desk.tell("changed", gone | {"successors": [OLD]}, aggregateversion=3)
    assert await desk.state(reference) == "ready-for-panel"
    assert OLD in [each["urn"] for each in (await desk.said("application.novated"))[-1]["partners"]]
