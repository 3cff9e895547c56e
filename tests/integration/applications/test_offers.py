"""Offers: answered in time by their own instant, lapsed, and the lapse undone."""

from datetime import UTC, datetime

import pytest

from integration.applications.desk import Desk
from support import funding

LAPSE = datetime(2026, 12, 6, tzinfo=UTC)


async def lapsed(desk: Desk) -> str:
    """An offer that nobody answered."""
    await desk.open_round()
    reference = await desk.offered()
    desk.now = LAPSE
    await desk.settle()
    return reference


async def test_an_offer_lapses_24_hours_after_the_last_of_twenty_working_days(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    [offer] = await desk.said("offer.made")
    assert offer["answer_by"] == "2026-12-06T00:00:00Z"
    desk.now = LAPSE.replace(day=5, hour=23, minute=59, second=59)
    await desk.settle()
    assert await desk.state(reference) == "offered"
    desk.now = LAPSE
    await desk.settle()
    assert await desk.state(reference) == "lapsed"
    assert [each["freed_pence"] for each in await desk.said("offer.lapsed")] == [2_500_000]
    assert await desk.held() == 0


async def test_an_answer_given_before_the_lapse_undoes_it(desk: Desk) -> None:
    reference = await lapsed(desk)
    in_time = funding.an_answer(reference, answered_at="2026-12-05T23:59:59.999999Z")
    assert await desk.tell("answer", in_time) == "applied"
    assert await desk.state(reference) == "accepted"
    assert await desk.held() == 2_500_000
    assert len(await desk.said("award.made")) == 1


async def test_an_answer_at_the_lapse_is_late(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    late = funding.an_answer(reference, answered_at="2026-12-06T00:00:00Z")
    assert await desk.tell("answer", late) == "parked"
    assert await desk.reasons() == ["offer-lapsed"]


async def test_a_lapse_is_not_undone_beyond_the_money_left(desk: Desk) -> None:
    reference = await lapsed(desk)
    await desk.tell("round", funding.a_round(budget_pence=1_000_000))
    await desk.tell("answer", funding.an_answer(reference))
    assert await desk.reasons() == ["beyond-round-budget"]
    assert await desk.state(reference) == "lapsed"


async def test_a_declined_offer_frees_its_money_and_may_be_accepted_while_it_is_open(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.offered()
    declined = funding.an_answer(reference, answer="declined")
    await desk.tell("answer", declined)
    assert await desk.held() == 0
    assert await desk.tell("answer", declined) == "applied"
    assert await desk.tell("answer", funding.an_answer(reference)) == "applied"
    assert await desk.held() == 2_500_000
    assert len(await desk.said("offer.declined")) == 1


@pytest.mark.parametrize(("given", "outcome"), [("11", "applied"), ("13", "parked")])
async def test_an_acceptance_is_not_taken_back_but_stands_for_a_school_that_thought_better(
    desk: Desk, given: str, outcome: str
) -> None:
    await desk.open_round()
    reference = await desk.offered()
    await desk.tell("answer", funding.an_answer(reference))  # on 12 November at 14:00
    declined = {"answer": "declined", "answered_at": f"2026-11-{given}T14:00:00Z"}
    assert await desk.tell("answer", funding.an_answer(reference, **declined)) == outcome
    assert await desk.state(reference) == "accepted"
    assert len(await desk.rows("award")) == 1


async def test_an_award_scales_milestones_and_shares_and_keeps_the_applications_correlation(
    desk: Desk,
) -> None:
    await desk.open_round()
    await desk.awarded()
    [award] = await desk.said("award.made")
    amounts = [each["amount_pence"] for each in award["milestones"]]
    assert amounts == [833_333, 1_250_000, 416_667]
    assert [each["share_pence"] for each in award["partners"]] == [416_666] * 3
    assert award["lead_share_pence"] == 1_250_002
    rows = await desk.rows("aggregate")
    correlations = {row["kind"]: row["correlation_id"] for row in rows}
    assert correlations["award"] == correlations["application"]


async def test_a_school_that_closed_cannot_take_up_its_offer(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    closed = funding.a_school(status_code="2", close_date="2026-11-10")
    await desk.tell("school", closed, aggregateversion=2)
    assert await desk.tell("answer", funding.an_answer(reference)) == "waiting"
    assert (await desk.state(reference), await desk.held()) == ("on-hold", 2_500_000)


async def test_an_offer_beyond_the_known_bank_holidays_is_refused_not_guessed(desk: Desk) -> None:
    await desk.open_round(offer_days=900)
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference))
    assert await desk.tell("release", funding.a_release(reference)) == "parked"
    assert await desk.reasons() == ["calendar-ends"]


@pytest.mark.parametrize(("evidenced", "overdue"), [(False, 1), (True, 0)])
async def test_milestone_without_evidence_is_overdue_on_the_next_working_day(
    desk: Desk, evidenced: bool, overdue: int
) -> None:
    await desk.open_round()
    award = await desk.awarded()
    if evidenced:
        await desk.tell("evidence", funding.some_evidence(award))
    desk.now = datetime(2027, 2, 1, tzinfo=UTC)
    await desk.settle()
    assert len(await desk.said("milestone.overdue")) == overdue


async def test_returned_evidence_is_sent_again_and_an_assessment_waits_for_it(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.tell("evidence", funding.some_evidence(award))
    await desk.tell("assessment", funding.an_assessment(award, result="returned"))
    second = "2027-02-10T15:00:00+00:00"
    accepted = funding.an_assessment(
        award, evidence_submitted_at=second, assessed_at="2027-02-12T10:00:00+00:00"
    )
    assert await desk.tell("assessment", accepted) == "waiting"
    await desk.tell("evidence", funding.some_evidence(award, submitted_at=second))
    states = [each["milestones"][0]["state"] for each in await desk.said("milestone.returned")]
    assert states == ["returned"]
    assert len(await desk.said("milestone.accepted")) == 1
    assert await desk.rows("inbox", state="waiting") == []
