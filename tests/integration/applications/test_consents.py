"""A partner's own word overrides the lead's claim: before the decision, after it, and later."""

import asyncio
from datetime import timedelta

import pytest

from applications.views.officer import application as officers_file
from integration.applications.desk import Desk
from support import funding


async def leave(desk: Desk, urn: str = "134076", at: str = "2026-10-17T10:00:00Z") -> str:
    """The partner leaves."""
    return await desk.tell("partner", funding.a_partner_answer(urn, "leaves", answered_at=at))


async def smaller_round(desk: Desk) -> None:
    """A round that asks for no least number of schools."""
    categories = [{"category": "learning-hub", "most_per_award_pence": 4_000_000}]
    await desk.open_round(categories=categories)


async def test_a_refusal_before_the_decision_leaves_too_few_schools(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.apply()
    await desk.tell("partner", funding.a_partner_answer())
    assert await desk.state(reference) == "ineligible"
    assert (await desk.said())[-2:] == ["application.ineligible", "consent.answered"]
    [told] = await desk.said("application.ineligible")
    assert [each["code"] for each in told["reasons"]] == ["too-few-schools"]


async def test_a_partner_that_consents_after_all_makes_it_eligible_again(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("partner", funding.a_partner_answer())
    later = {"answered_at": "2026-10-18T10:00:00Z"}
    await desk.tell("partner", funding.a_partner_answer("134076", "consents", **later))
    assert await desk.state(reference) == "ready-for-panel"
    assert (await desk.said("application.submitted"))[-1]["corrects"] == "too-few-schools"


async def test_the_latest_word_holds_whichever_comes_first(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.apply()
    later = {"answered_at": "2026-10-18T10:00:00Z"}
    await desk.tell("partner", funding.a_partner_answer("134076", "consents", **later))
    await desk.tell("partner", funding.a_partner_answer())
    assert await desk.state(reference) == "received"
    assert [each["answer"] for each in await desk.said("consent.answered")] == ["consents"]


async def test_a_word_that_comes_before_its_form_waits_for_it(desk: Desk) -> None:
    await desk.open_round()
    assert await desk.tell("partner", funding.a_partner_answer()) == "waiting"
    reference = await desk.apply()
    assert await desk.state(reference) == "ineligible"


@pytest.mark.parametrize("urn", ["111577", "151369"], ids=["stranger", "lead"])
async def test_only_a_partner_answers(desk: Desk, urn: str) -> None:
    await desk.open_round()
    await desk.apply()
    assert await desk.tell("partner", funding.a_partner_answer(urn)) == "parked"
    assert await desk.reasons() == ["not-a-partner"]


async def test_consent_from_before_the_round_opened_is_refused(desk: Desk) -> None:
    await desk.open_round()
    await desk.apply()
    early = funding.a_partner_answer("134076", "consents", answered_at="2026-09-01T10:00:00Z")
    assert await desk.tell("partner", early) == "parked"
    assert await desk.reasons() == ["consent-before-round"]


async def test_a_partner_that_leaves_voids_an_unreleased_decision(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference))
    await leave(desk, at="2026-11-06T09:00:00Z")
    assert (await desk.state(reference), await desk.held()) == ("ineligible", 0)
    last = (await desk.said())[-3:]
    assert last == ["decision.voided", "application.ineligible", "consent.answered"]
    assert await desk.tell("release", funding.a_release(reference)) == "parked"


async def test_a_partner_that_leaves_ends_the_offer_and_frees_the_money_once(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    await leave(desk, at="2026-11-10T09:00:00Z")
    await leave(desk, at="2026-11-10T10:00:00Z")
    assert (await desk.state(reference), await desk.held()) == ("lapsed", 0)
    [lapsed] = await desk.said("offer.lapsed")
    assert (lapsed["reason"], lapsed["freed_pence"]) == ("partner-left", 2_500_000)
    answer = funding.an_answer(reference, answered_at="2026-11-12T14:00:00Z")
    assert await desk.tell("answer", answer) == "parked"
    assert await desk.reasons() == ["partner-left"]


async def test_an_answer_given_before_the_partner_left_still_takes_the_offer(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    await leave(desk, at="2026-11-13T09:00:00Z")
    assert await desk.tell("answer", funding.an_answer(reference)) == "applied"  # of 12 November
    assert (await desk.state(reference), await desk.held()) == ("accepted", 2_500_000)
    assert len((await desk.said("award.made"))[-1]["partners"]) == 3


async def test_where_enough_schools_are_left_the_share_is_the_leads(desk: Desk) -> None:
    await smaller_round(desk)
    reference = await desk.offered()
    await leave(desk, at="2026-11-10T09:00:00Z")
    assert await desk.state(reference) == "offered"
    await desk.tell("answer", funding.an_answer(reference))
    [award] = await desk.said("award.made")
    assert [each["urn"] for each in award["partners"]] == ["111632", "111626"]
    assert award["lead_share_pence"] == 2_500_000 - 2 * 416_666


async def test_after_the_award_a_word_is_only_recorded_and_told(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await leave(desk, at="2026-11-13T09:00:00Z")
    assert (await desk.said())[-1] == "consent.answered"
    [told] = await desk.said("consent.answered")
    assert [each["urn"] for each in told["partners"]] == list(funding.PARTNERS)
    assert [row["state"] for row in await desk.rows("award", award=award)] == ["active"]


async def test_a_partner_that_closes_without_a_successor_is_out_as_if_it_had_left(
    desk: Desk,
) -> None:
    await smaller_round(desk)
    reference = await desk.ready()
    closed = funding.a_school("134076", status_code="2", close_date="2026-11-01")
    await desk.tell("closed", closed | {"changes": {}}, aggregateversion=2)
    assert await desk.state(reference) == "ready-for-panel"
    [told] = await desk.said("consent.answered")
    assert (told["urn"], told["answer"]) == ("134076", "closed")
    assert "134076" not in [each["urn"] for each in told["partners"]]


async def test_the_officers_file_lists_the_consents_that_are_claims_only(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.apply()
    await desk.tell("partner", funding.a_partner_answer("134076", "consents"))
    async with desk.service.store.reading() as session:
        file = await officers_file(session, reference)
    assert file is not None
    assert [each["urn"] for each in file["consents"]["claims"]] == ["111632", "111626"]
    assert [each["urn"] for each in file["consents"]["answers"]] == ["134076"]
    assert "Partner 134076 consents" in [each["what"] for each in file["history"]]


async def test_partners_that_leave_at_once_free_the_offers_money_once(desk: Desk) -> None:
    await desk.open_round()
    await desk.offered()
    words = [
        funding.a_partner_answer(urn, "leaves", answered_at="2026-11-10T09:00:00Z")
        for urn in funding.PARTNERS
    ]
    async with desk.replicas() as replicas:
        await asyncio.gather(
            *(
                replica.processor.process(desk.delivery("partner", word))
                for replica, word in zip(replicas, words, strict=True)
            )
        )
    assert [each["freed_pence"] for each in await desk.said("offer.lapsed")] == [2_500_000]
    assert await desk.held() == 0


async def test_a_school_that_is_registered_late_does_not_undo_a_partners_refusal(
    desk: Desk,
) -> None:
    whole = {"file_sha256": "a" * 64, "file": "all.csv", "rows": 4, "added": 4, "changed": 0}
    counts = {"closed": 0, "converted": 0, "unchanged": 0}
    await desk.schools("151369", "134076", "111626")
    await desk.tell("panel", funding.a_panel())
    await desk.tell("round", funding.a_round())
    extract = {"kind": "full", "selection": "all", "extract_date": "2026-10-01"}
    await desk.tell("import", whole | counts | extract)
    await desk.tell("form", funding.a_hub())
    desk.now += timedelta(hours=1)
    await desk.settle()
    assert await desk.state() == "ineligible"
    await desk.tell("partner", funding.a_partner_answer())
    await desk.tell("school", funding.a_school("111632"), aggregateversion=1)
    assert await desk.state() == "ineligible"
    later = {"answered_at": "2026-10-18T10:00:00Z"}
    await desk.tell("partner", funding.a_partner_answer("134076", "consents", **later))
    assert await desk.state() == "received"


async def test_an_application_that_returns_gives_way_to_one_of_its_lead_that_holds_an_offer(
    desk: Desk,
) -> None:
    await desk.open_round()
    earlier = {"form_reference": "FORM-1", "submitted_at": "2026-10-10T10:00:00Z"}
    later = {"form_reference": "FORM-2", "submitted_at": "2026-10-15T10:00:00Z"}
    returning = await desk.apply(funding.a_hub(**later))
    word = {"form_reference": "FORM-2"}
    await desk.tell("partner", funding.a_partner_answer(**word))
    await desk.offered(funding.a_hub(**earlier))
    again = {**word, "answered_at": "2026-10-18T10:00:00Z"}
    await desk.tell("partner", funding.a_partner_answer("134076", "consents", **again))
    assert await desk.state(returning) == "ineligible"
    told = (await desk.said("application.ineligible"))[-1]
    assert [each["code"] for each in told["reasons"]] == ["one-live-application"]


async def test_a_partner_whose_earlier_refusal_came_after_the_award_still_moves_in_it(
    desk: Desk,
) -> None:
    await desk.open_round()
    await desk.schools("111586")
    award = await desk.awarded()
    await leave(desk, at="2026-11-10T09:00:00Z")  # before the acceptance, and heard after it
    gone = {"status_code": "2", "close_date": "2026-11-30", "successors": ["111586"]}
    closed = funding.a_school("134076", **gone) | {"changes": {}}
    await desk.tell("closed", closed, aggregateversion=2)
    moved = funding.a_novation(award, from_urn="134076", successor="111586")
    assert await desk.tell("novation", moved) == "applied"
    [novated] = await desk.said("award.novated")
    assert [each["urn"] for each in novated["partners"]] == ["111632", "111586", "111626"]
