"""Variations: a little by an officer, more by the panel's decision, never more than the award."""

from typing import Any

import pytest

from integration.applications.desk import Desk
from integration.applications.test_ends import paid_award
from integration.applications.test_ledger import differences, movements
from support import funding

MEETING = {"reference": "LDT-2027-02", "held_on": "2027-01-28"}
DECIDED = "2027-01-28T17:00:00+00:00"
TITLES = ("Hub lead appointed", "First cycle evaluated", "Final evaluation")
DATES = ("2027-01-29", "2027-07-16", "2027-12-17")


def plan(*pence: int, **changes: Any) -> list[dict[str, Any]]:
    """Milestones of these sums, dated as in the form."""
    found = [
        {"number": number, "title": title, "due": due, "amount_pence": amount}
        for number, (title, due, amount) in enumerate(zip(TITLES, DATES, pence, strict=True), 1)
    ]
    return [{**each, **changes} if each["number"] == 2 else each for each in found]


def varied(*pence: int, **changes: Any) -> dict[str, Any]:
    """A variation to these sums."""
    return funding.a_variation(milestones=plan(*pence), **changes)


def decided(**changes: Any) -> dict[str, Any]:
    """The panel approves the variation V1."""
    given = {"about": "variation", "variation": "V1", "meeting": MEETING, "recorded_at": DECIDED}
    return funding.a_decision(awarded_pence=2_500_000, **given | changes)


async def amounts(desk: Desk) -> list[int]:
    """The milestones' pence."""
    rows = await desk.rows("milestone")
    return [row["amount_pence"] for row in sorted(rows, key=lambda row: row["number"])]


async def test_officer_varies_dates_and_sums_within_ten_percent(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    await desk.tell("variation", funding.a_variation())
    [told] = await desk.said("award.varied")
    assert [each["due"] for each in told["milestones"]] == [
        "2027-03-31",
        "2027-09-30",
        "2027-12-17",
    ]
    assert await amounts(desk) == [833_333, 1_240_000, 426_667]
    assert told["freed_pence"] == 0
    assert told["lead_share_pence"] == 1_250_002
    assert await differences(desk) == []


async def test_variation_to_less_frees_money_once(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    for _ in range(3):
        await desk.tell("variation", varied(833_333, 1_250_000, 400_000))
    [told] = await desk.said("award.varied")
    assert told["freed_pence"] == 16_667
    assert (await movements(desk))[-1] == ("free", 16_667, "committed", None)
    assert await desk.held() == 2_483_333
    assert await differences(desk) == []


async def test_variation_beyond_the_award_is_refused_by_a_penny(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    await desk.tell("variation", varied(833_333, 1_250_000, 416_668))
    assert await desk.reasons() == ["variation-beyond-award"]


@pytest.mark.parametrize(("pence", "refused"), [(1_125_000, False), (1_124_999, True)])
async def test_ten_percent_is_of_the_approved_sum_and_not_of_the_requested(
    desk: Desk, pence: int, *, refused: bool
) -> None:
    """The form asked 1,500,000 and the panel approved 1,250,000: a tenth is 125,000."""
    await desk.open_round()
    await desk.awarded()
    await desk.tell("variation", varied(833_333, pence, 416_667))
    assert await desk.said("award.varied") == [] if refused else await amounts(desk)
    assert (await desk.reasons() if refused else ["needs-panel"]) == ["needs-panel"]


async def test_later_end_needs_the_panel(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    await desk.tell("variation", funding.a_variation(planned_end="2028-01-31"))
    assert await desk.reasons() == ["needs-panel"]


async def test_panel_varies_more_and_the_variation_waits_for_its_decision(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    sent = varied(833_333, 600_000, 1_066_667, meeting="LDT-2027-02", planned_end="2028-01-31")
    assert await desk.tell("variation", sent) == "waiting"
    await desk.tell("decision", decided())
    assert await amounts(desk) == [833_333, 600_000, 1_066_667]
    [told] = await desk.said("award.varied")
    assert (told["planned_end"], told["meeting"]) == ("2028-01-31", "LDT-2027-02")


async def test_officer_measures_ten_percent_against_what_the_panel_approved_last(
    desk: Desk,
) -> None:
    await desk.open_round()
    await desk.awarded()
    await desk.tell("decision", decided())
    await desk.tell("variation", varied(833_333, 600_000, 1_066_667, meeting="LDT-2027-02"))
    step = {"variation": "V2", "agreed_at": "2027-02-02T10:00:00Z"}
    await desk.tell("variation", varied(833_333, 640_000, 1_026_667, **step))
    assert await amounts(desk) == [833_333, 640_000, 1_026_667]
    later = {"variation": "V3", "agreed_at": "2027-02-03T10:00:00Z"}
    await desk.tell("variation", varied(833_333, 670_000, 996_667, **later))
    assert await desk.reasons() == ["needs-panel"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"votes": [{"person": "p-1001", "vote": "for"}]}, "inquorate"),
        ({"variation": None}, "variation-missing"),
        ({"awarded_pence": 2_500_001}, "variation-beyond-award"),
    ],
)
async def test_decision_about_a_variation_is_judged_as_any_other(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    await desk.open_round()
    await desk.awarded()
    record = {key: value for key, value in (decided() | changes).items() if value is not None}
    await desk.tell("decision", record)
    assert await desk.reasons() == [code]


async def test_person_with_an_interest_does_not_count_in_a_vote_on_a_variation(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.offered()
    await desk.tell("answer", funding.an_answer(reference))
    voters = [vote["person"] for vote in funding.a_decision()["votes"]]
    for person in voters:
        await desk.tell("interest", funding.an_interest(person=person))
    await desk.tell("decision", decided())
    assert await desk.reasons() == ["inquorate"]


async def test_decline_of_a_variation_is_told_to_nobody_and_carries_none(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    before = len(await desk.said())
    against = [{**vote, "vote": "against"} for vote in funding.a_decision()["votes"]]
    declined = decided(outcome="declined", votes=against) | {"awarded_pence": 0}
    await desk.tell("decision", declined)
    told = (await desk.said())[before:]
    assert [each for each in told if each != "milestone.due-soon"] == []
    await desk.tell("variation", varied(833_333, 600_000, 1_066_667, meeting="LDT-2027-02"))
    assert await desk.reasons() == ["variation-not-approved"]


async def test_accepted_milestone_is_never_varied(desk: Desk) -> None:
    await paid_award(desk)
    await desk.tell("variation", varied(833_332, 1_250_000, 416_667))
    assert await desk.reasons() == ["milestone-accepted"]


async def test_variation_agreed_earlier_that_comes_later_is_only_kept(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    step = {"variation": "V2", "agreed_at": "2027-02-02T10:00:00Z"}
    await desk.tell("variation", varied(833_333, 1_240_000, 426_667, **step))
    await desk.tell("variation", varied(833_333, 1_200_000, 416_667))
    assert await amounts(desk) == [833_333, 1_240_000, 426_667]
    assert len(await desk.said("award.varied")) == 1


async def test_variation_waits_for_the_one_whose_place_it_takes(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    step = {"variation": "V2", "agreed_at": "2027-02-02T10:00:00Z", "replaces": "V1"}
    second = varied(833_333, 1_250_000, 400_000, **step)
    assert await desk.tell("variation", second) == "waiting"
    await desk.tell("variation", funding.a_variation())
    assert await amounts(desk) == [833_333, 1_250_000, 400_000]


async def test_replaced_variation_gives_back_what_it_freed_where_the_round_has_it(
    desk: Desk,
) -> None:
    await desk.open_round()
    await desk.awarded()
    await desk.tell("variation", varied(833_333, 1_250_000, 400_000))
    step = {"variation": "V2", "agreed_at": "2027-02-02T10:00:00Z", "replaces": "V1"}
    await desk.tell("variation", varied(833_333, 1_250_000, 416_667, **step))
    assert await desk.held() == 2_500_000
    freed = [each["freed_pence"] for each in await desk.said("award.varied")]
    assert freed == [16_667, 0]
    assert await differences(desk) == []


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ([("111632", 500_000), ("100000", 1)], "not-a-partner"),
        ([("111632", 500_000), ("111632", 1)], "school-twice"),
        ([("151369", 2_000_000), ("111632", 400_000)], "shares-do-not-add-up"),
        ([("111632", 2_500_001)], "shares-do-not-add-up"),
    ],
)
async def test_shares_that_do_not_fit_are_refused(
    desk: Desk, shares: list[tuple[str, int]], code: str
) -> None:
    await desk.open_round()
    await desk.awarded()
    named = [{"urn": urn, "share_pence": pence} for urn, pence in shares]
    await desk.tell("variation", funding.a_variation(shares=named))
    assert code in await desk.reasons()


async def test_partner_without_a_share_in_the_variation_has_left(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    named = [{"urn": "111632", "share_pence": 600_000}]
    await desk.tell("variation", funding.a_variation(shares=named))
    [told] = await desk.said("award.varied")
    assert told["partners"] == named
    assert told["lead_share_pence"] == 1_900_000


async def test_date_that_a_variation_moves_moves_its_reminder(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.tell("variation", funding.a_variation())
    [timer] = [each for each in await desk.rows("timer") if each["subject"] == f"{award}/1"]
    assert str(timer["due"]).startswith("2027-03-2")


async def test_milestone_that_the_panel_drops_is_gone(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.tell("decision", decided())
    sent = funding.a_variation(milestones=plan(833_333, 1_666_667, 0)[:2], meeting="LDT-2027-02")
    await desk.tell("variation", sent)
    assert await amounts(desk) == [833_333, 1_666_667]
    assert not [each for each in await desk.rows("timer") if each["subject"] == f"{award}/3"]


async def test_ended_award_is_not_varied(desk: Desk) -> None:
    award = await paid_award(desk)
    await desk.tell("end", funding.an_end(award))
    await desk.tell("variation", funding.a_variation(agreed_at="2027-06-02T10:00:00Z"))
    assert "award-ended" in await desk.reasons()
