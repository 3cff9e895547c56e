"""On hold: what waits, what goes on, who is told again, and how it ends."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from typer.testing import CliRunner

from applications import cli
from applications.views import ledger
from integration.applications.desk import Desk
from integration.applications.test_conversion import NEW, OLD, convert, maintained, open_round
from integration.applications.test_money_stateful import journal_of
from reporting.domain.grant_money import GrantMoney
from support import funding

NO_SUCCESSOR: dict[str, Any] = {"status_code": "2", "close_date": "2026-11-30"}


async def close(desk: Desk, urn: str = OLD, version: int = 2, **changes: Any) -> str:
    """The register closes a school that nothing follows."""
    closed = funding.a_school(urn, **{**NO_SUCCESSOR, **changes})
    return await desk.tell("closed", closed | {"changes": {}}, aggregateversion=version)


async def reopen(desk: Desk, version: int = 3) -> str:
    """The register takes the closing back."""
    return await desk.tell("changed", maintained() | {"changes": {}}, aggregateversion=version)


async def test_an_application_is_held_once_for_a_school_however_often_it_is_told(
    desk: Desk,
) -> None:
    await open_round(desk)
    await desk.ready(funding.a_hub(lead_school=OLD))
    await convert(desk)
    await convert(desk, version=3, name="School with another name")
    [held] = await desk.said("application.held")
    assert (held["urn"], held["state"], held["successors"]) == (OLD, "on-hold", [NEW])


async def test_a_form_that_comes_after_the_closing_and_was_sent_before_it_is_held(
    desk: Desk,
) -> None:
    await open_round(desk)
    await convert(desk)
    reference = await desk.apply(funding.a_hub(lead_school=OLD))
    assert await desk.state(reference) == "on-hold"
    assert (await desk.said())[-2:] == ["application.submitted", "application.held"]


async def test_an_award_made_after_the_closing_came_is_suspended(desk: Desk) -> None:
    await open_round(desk)
    reference = await desk.offered(funding.a_hub(lead_school=OLD))
    await convert(desk)
    assert await desk.state(reference) == "on-hold"
    assert await desk.tell("answer", funding.an_answer(reference)) == "applied"  # of 12 November
    assert (await desk.said())[-2:] == ["award.made", "award.suspended"]
    assert await desk.state(reference) == "accepted"


async def test_a_school_that_is_open_again_lets_everything_go_on(desk: Desk) -> None:
    await open_round(desk)
    reference = await desk.ready(funding.a_hub(lead_school=OLD))
    await desk.tell("decision", funding.a_decision(reference))
    await close(desk)
    assert (await desk.state(reference), await desk.held()) == ("on-hold", 2_500_000)
    await reopen(desk)
    assert (await desk.state(reference), await desk.held()) == ("decided", 2_500_000)
    assert await desk.rows("timer", name="hold-overdue") == []


async def test_an_award_of_a_school_that_is_open_again_asks_for_what_became_payable(
    desk: Desk,
) -> None:
    await open_round(desk)
    award = await desk.awarded(funding.a_hub(lead_school=OLD))
    await close(desk)
    await desk.accepted_milestone(award)
    assert await desk.said("payment.requested") == []
    await reopen(desk)
    assert (await desk.said())[-2:] == ["award.resumed", "payment.requested"]


async def test_facts_of_a_held_application_go_on_and_its_decision_waits(desk: Desk) -> None:
    await open_round(desk)
    reference = await desk.apply(funding.a_hub(lead_school=OLD))
    await close(desk, close_date="2026-10-20")
    for reviewer in ("p-2001", "p-2002"):
        assert await desk.tell("review", funding.a_review(reviewer, reference)) == "applied"
    assert await desk.tell("decision", funding.a_decision(reference)) == "waiting"
    assert await desk.state(reference) == "on-hold"
    await reopen(desk)
    assert await desk.state(reference) == "decided"


async def test_a_held_application_is_withdrawn_and_its_money_is_free_once(desk: Desk) -> None:
    await open_round(desk)
    reference = await desk.offered(funding.a_hub(lead_school=OLD))
    await close(desk)
    withdrawal = funding.a_withdrawal(withdrawn_at="2026-12-02T10:00:00+00:00")
    await desk.tell("withdrawal", withdrawal)
    await desk.tell("withdrawal", withdrawal)
    assert (await desk.state(reference), await desk.held()) == ("withdrawn", 0)
    assert [each["freed_pence"] for each in await desk.said("application.withdrawn")] == [2_500_000]
    await reopen(desk)
    assert await desk.state(reference) == "withdrawn"


async def test_an_offer_does_not_lapse_on_hold_and_lapses_when_it_goes_on_too_late(
    desk: Desk,
) -> None:
    await open_round(desk)
    reference = await desk.offered(funding.a_hub(lead_school=OLD))
    await close(desk)
    desk.now = datetime.fromisoformat("2027-01-10T10:00:00+00:00")
    await desk.settle()
    assert (await desk.state(reference), await desk.held()) == ("on-hold", 2_500_000)
    await reopen(desk)
    await desk.settle()
    assert (await desk.state(reference), await desk.held()) == ("lapsed", 0)


async def test_a_successor_has_the_offers_whole_time_from_the_agreement_on(desk: Desk) -> None:
    await open_round(desk)
    reference = await desk.offered(funding.a_hub(lead_school=OLD))
    await convert(desk)
    await desk.tell("novation", funding.a_novation(reference))
    [novated] = await desk.said("application.novated")
    assert novated["answer_by"] == "2027-01-14T00:00:00Z"
    answer = funding.an_answer(reference, answered_at="2027-01-11T10:00:00+00:00")
    assert await desk.tell("answer", answer) == "applied"
    [award] = await desk.said("award.made")
    assert award["lead_school"] == NEW


@pytest.mark.parametrize("days", [59, 60])
async def test_the_clerk_is_told_again_after_sixty_days_on_hold(desk: Desk, days: int) -> None:
    await open_round(desk)
    await desk.ready(funding.a_hub(lead_school=OLD))
    await desk.tell(
        "converted",
        maintained(status_code="2", close_date="2026-11-30", successors=[NEW])
        | {"successor": NEW, "converted_on": "2026-12-01", "changes": {}},
        aggregateversion=2,
        time="2026-12-02T10:00:00+00:00",
    )
    day = {59: "2027-01-30T10:00:00+00:00", 60: "2027-01-31T10:00:00+00:00"}[days]
    desk.now = datetime.fromisoformat(day)
    await desk.settle()
    assert len(await desk.said("application.hold-overdue")) == (days == 60)


async def test_the_clerk_is_told_again_of_a_suspended_award(desk: Desk) -> None:
    await open_round(desk)
    await desk.awarded(funding.a_hub(lead_school=OLD))
    await convert(desk)
    desk.now = datetime.fromisoformat("2027-03-01T10:00:00+00:00")
    await desk.settle()
    [overdue] = await desk.said("award.suspension-overdue")
    assert (overdue["urn"], overdue["state"]) == (OLD, "suspended")


async def test_a_partner_that_converts_holds_until_it_is_followed(desk: Desk) -> None:
    await desk.open_round()
    await desk.schools("111586")
    reference = await desk.ready()
    successors = {"successors": ["111586"]}
    await close(desk, "134076", **successors)
    assert await desk.state(reference) == "on-hold"
    moved = funding.a_novation(reference, from_urn="134076", successor="111586")
    await desk.tell("novation", moved)
    [row] = await desk.rows("application")
    partners = [
        (each["urn"], each["share_pence"])
        for each in (await desk.said("application.resumed"))[-1]["partners"]
    ]
    assert (row["state"], row["lead_school"]) == ("ready-for-panel", "151369")
    assert partners == [("111632", 500_000), ("111586", 500_000), ("111626", 500_000)]


async def test_a_share_of_an_awards_partner_moves_to_its_successor(desk: Desk) -> None:
    await desk.open_round()
    await desk.schools("111586")
    award = await desk.awarded()
    await close(desk, "134076", successors=["111586"])
    assert [row["state"] for row in await desk.rows("award")] == ["suspended"]
    moved = funding.a_novation(award, from_urn="134076", successor="111586")
    assert await desk.tell("novation", moved) == "applied"
    [novated] = await desk.said("award.novated")
    shares = {each["urn"]: each["share_pence"] for each in novated["partners"]}
    assert shares == {"111632": 416_666, "111586": 416_666, "111626": 416_666}
    assert [row["state"] for row in await desk.rows("award")] == ["active"]


async def test_a_payment_between_closing_and_novation_is_kept_with_a_warning(desk: Desk) -> None:
    await open_round(desk)
    award = await desk.awarded(funding.a_hub(lead_school=OLD))
    await desk.accepted_milestone(award)
    await convert(desk)
    await desk.tell("payment", funding.a_payment(award, paid_on="2027-02-05"))
    agreed = {"consented_on": "2027-02-08", "agreed_at": "2027-02-10T10:00:00+00:00"}
    await desk.tell("novation", funding.a_novation(award, **agreed))
    [payment] = await desk.rows("payment")
    [recorded] = await desk.said("payment.recorded")
    assert payment["payee"] == OLD
    assert "school-closed" in [each["code"] for each in recorded["warnings"]]


async def test_what_was_requested_for_the_old_school_is_requested_for_the_new_one(
    desk: Desk,
) -> None:
    await open_round(desk)
    award = await desk.awarded(funding.a_hub(lead_school=OLD))
    await desk.accepted_milestone(award)
    await convert(desk)
    agreed = {"consented_on": "2027-02-08", "agreed_at": "2027-02-10T10:00:00+00:00"}
    await desk.tell("novation", funding.a_novation(award, **agreed))
    requested = await desk.said("payment.requested")
    assert [each["lead_school"] for each in requested] == [OLD, NEW]
    assert {each["payment_request"] for each in requested} == {f"{award}/1"}


async def test_a_meetings_later_word_frees_the_difference_on_hold_too(desk: Desk) -> None:
    await open_round(desk)
    reference = await desk.offered(funding.a_hub(lead_school=OLD))
    await close(desk)
    later = {"recorded_at": "2026-11-05T18:00:00+00:00", "awarded_pence": 1_500_000}
    await desk.tell("decision", funding.a_decision(reference, **later))
    async with desk.service.store.reading() as session:
        own = (await ledger.told(session))[reference]
    journal = GrantMoney.told(reference, (await journal_of(desk))[reference]).as_json()
    assert (own["reserved_pence"], own["freed_pence"]) == (1_500_000, 1_000_000)
    assert (journal["reserved_pence"], journal["freed_pence"]) == (1_500_000, 1_000_000)


async def end(desk: Desk, reference: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The officer's command, on the desk's own database."""
    desk.lend_to_commands(monkeypatch)
    words = ["application", "end", reference, "--reason", "No school follows", "--by", "p-1007"]
    return await asyncio.to_thread(CliRunner().invoke, cli.app, words)


async def test_an_officer_ends_what_is_on_hold_and_the_released_money_is_free(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_round(desk)
    reference = await desk.offered(funding.a_hub(lead_school=OLD))
    await close(desk)
    done = await end(desk, reference, monkeypatch)
    assert done.exit_code == 0, done.output
    assert (await desk.state(reference), await desk.held()) == ("cancelled", 0)
    [cancelled] = await desk.said("application.cancelled")
    assert (cancelled["reason"], cancelled["freed_pence"]) == ("No school follows", 2_500_000)
    [audit] = await desk.rows("audit")
    assert (audit["action"], audit["target"]) == ("application end", reference)
    assert audit["reason"] == "by p-1007: No school follows"
    again = await end(desk, reference, monkeypatch)
    assert again.exit_code == 1
    assert len(await desk.rows("audit")) == 1


async def test_the_end_of_an_undecided_one_frees_nothing_that_was_public(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await open_round(desk)
    reference = await desk.ready(funding.a_hub(lead_school=OLD))
    await desk.tell("decision", funding.a_decision(reference))
    await close(desk)
    await end(desk, reference, monkeypatch)
    [cancelled] = await desk.said("application.cancelled")
    assert (cancelled["freed_pence"], await desk.held()) == (0, 0)


async def test_only_what_is_on_hold_is_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    await open_round(desk)
    reference = await desk.ready(funding.a_hub(lead_school=OLD))
    refused = await end(desk, reference, monkeypatch)
    assert refused.exit_code == 1
    assert "Only what is on hold" in " ".join(refused.output.split())
    unknown = await end(desk, "A-2026-0099", monkeypatch)
    assert unknown.exit_code == 1


async def test_a_paid_award_whose_school_closed_is_suspended_when_a_payment_comes_back(
    desk: Desk,
) -> None:
    await open_round(desk)
    milestone = {"title": "All at once", "due": "2027-01-29", "amount_pence": 3_000_000}
    award = await desk.awarded(funding.a_hub(lead_school=OLD, milestones=[milestone]))
    await desk.accepted_milestone(award)
    await desk.tell("payment", funding.a_payment(award, amount_pence=2_500_000))
    await convert(desk)
    assert [row["state"] for row in await desk.rows("award")] == ["completed"]
    assert await desk.said("award.suspended") == []
    await desk.tell("failure", funding.a_failed_payment(award))
    assert [row["state"] for row in await desk.rows("award")] == ["suspended"]
    assert len(await desk.said("award.suspended")) == 1
