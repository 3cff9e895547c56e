"""Appeals: in time, decided by others, and told at their release."""

import asyncio
from typing import Any

import pytest

from applications.views import officer
from integration.applications.desk import Desk
from support import funding

LATER = {"reference": "LDT-2027-01", "held_on": "2027-01-14"}
SAID_AT_THE_RELEASE = ["appeal.decided", "decision.released", "offer.made"]


async def declined(desk: Desk, **terms: Any) -> str:
    """An application that was declined and released, under a panel with substitutes."""
    await desk.schools()
    await desk.tell("panel", funding.a_panel_with_substitutes())
    await desk.tell("round", funding.a_round(**terms))
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference, **funding.DECLINED))
    await desk.tell("release", funding.a_release(reference))
    return reference


async def appealed(desk: Desk, **terms: Any) -> str:
    """The same, and the applicant has appealed."""
    reference = await declined(desk, **terms)
    assert await desk.tell("appeal", funding.an_appeal(reference)) == "applied"
    return reference


def a_later_hearing(reference: str, **changes: Any) -> funding.Payload:
    """Another decision on the same appeal."""
    given = {"meeting": LATER, "recorded_at": "2027-01-14T17:00:00Z"}
    return funding.a_hearing(reference, **given | changes)


async def test_declined_applicant_is_told_the_instant_from_which_an_appeal_is_late(
    desk: Desk,
) -> None:
    await declined(desk)
    assert (await desk.said("decision.released"))[-1]["appeal_by"] == "2026-12-05T00:00:00Z"


async def test_approved_applicant_is_told_of_no_appeal(desk: Desk) -> None:
    await desk.open_round()
    await desk.offered()
    assert (await desk.said("decision.released"))[-1]["appeal_by"] is None


@pytest.mark.parametrize(
    ("received_at", "outcome"),
    [("2026-12-04T23:59:59.999999Z", "applied"), ("2026-12-05T00:00:00Z", "parked")],
)
async def test_appeal_is_in_time_until_the_end_of_the_last_working_day(
    desk: Desk, received_at: str, outcome: str
) -> None:
    reference = await declined(desk)
    appeal = funding.an_appeal(reference, received_at=received_at)
    assert await desk.tell("appeal", appeal) == outcome
    if outcome == "parked":
        assert await desk.reasons() == ["appeal-late"]
        message = (await desk.said("event.rejected"))[-1]["reasons"][0]["message"]
        assert "4 December 2026" in message


async def test_late_arrival_of_an_appeal_received_in_time_counts(desk: Desk) -> None:
    reference = await declined(desk)
    appeal = funding.an_appeal(reference)
    assert await desk.tell("appeal", appeal, time="2027-02-01T09:00:00+00:00") == "applied"


async def test_appeal_waits_for_the_release_and_is_told_once_with_it(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    assert await desk.tell("appeal", funding.an_appeal(reference)) == "waiting"
    await desk.tell("decision", funding.a_decision(reference, **funding.DECLINED))
    assert await desk.said("appeal.received") == []
    await desk.tell("release", funding.a_release(reference))
    [told] = await desk.said("appeal.received")
    assert told["meeting"] == "LDT-2026-11"
    assert "grounds" not in told


async def test_appeal_dated_before_the_release_is_refused(desk: Desk) -> None:
    reference = await declined(desk)
    appeal = funding.an_appeal(reference, received_at="2026-11-06T08:59:59+00:00")
    assert await desk.tell("appeal", appeal) == "parked"
    assert await desk.reasons() == ["dated-before-its-cause"]


async def test_only_a_decline_is_appealed(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    assert await desk.tell("appeal", funding.an_appeal(reference)) == "parked"
    assert await desk.reasons() == ["not-in-this-state"]


async def test_appeal_against_another_meeting_is_refused(desk: Desk) -> None:
    reference = await declined(desk)
    appeal = funding.an_appeal(reference, meeting="LDT-2026-10")
    assert await desk.tell("appeal", appeal) == "parked"
    assert await desk.reasons() == ["other-meeting"]


async def test_second_appeal_is_refused_and_the_same_one_again_changes_nothing(
    desk: Desk,
) -> None:
    reference = await appealed(desk)
    assert await desk.tell("appeal", funding.an_appeal(reference)) == "applied"
    second = funding.an_appeal(reference, received_at="2026-11-21T10:00:00+00:00")
    assert await desk.tell("appeal", second) == "parked"
    assert await desk.reasons() == ["already-appealed"]
    assert len(await desk.said("appeal.received")) == 1


async def test_of_two_appeals_the_one_received_first_holds_though_it_comes_later(
    desk: Desk,
) -> None:
    reference = await appealed(desk)
    first = funding.an_appeal(reference, grounds="First", received_at="2026-11-19T10:00:00+00:00")
    assert await desk.tell("appeal", first) == "applied"
    [row] = await desk.rows("appeal")
    assert row["grounds"] == "First"


async def test_upheld_appeal_restores_the_application_and_makes_an_offer(desk: Desk) -> None:
    reference = await appealed(desk)
    assert await desk.tell("decision", funding.a_hearing(reference)) == "applied"
    assert (await desk.state(reference), await desk.held()) == ("decided", 2_500_000)
    assert await desk.tell("release", funding.a_hearing_release(reference)) == "applied"
    assert (await desk.state(reference), await desk.held()) == ("offered", 2_500_000)
    assert (await desk.said())[-3:] == SAID_AT_THE_RELEASE
    [decided] = await desk.said("appeal.decided")
    assert (decided["outcome"], decided["meeting"]) == ("upheld", "LDT-2026-11")
    assert (await desk.said("decision.released"))[-1]["outcome"] == "approved"
    answer = funding.an_answer(
        reference, meeting="LDT-2026-12", answered_at="2026-12-08T10:00:00+00:00"
    )
    assert await desk.tell("answer", answer) == "applied"
    assert await desk.state(reference) == "accepted"
    assert [row["awarded_pence"] for row in await desk.rows("award")] == [2_500_000]


@pytest.mark.parametrize("hearing", [funding.a_hearing, funding.a_dismissal])
async def test_nothing_public_tells_how_an_appeal_was_decided_before_its_release(
    desk: Desk, hearing: Any
) -> None:
    reference = await appealed(desk)
    before = len(await desk.said())
    await desk.tell("decision", hearing(reference))
    assert (await desk.said())[before:] == ["application.decided"]
    [told] = [each for each in await desk.said("application.decided") if each["version"] == 2]
    assert (told["state"], told["outcome"], told["awarded_pence"]) == ("decided", "declined", 0)


async def test_dismissed_appeal_leaves_the_application_declined_and_ends(desk: Desk) -> None:
    reference = await appealed(desk)
    await desk.tell("decision", funding.a_dismissal(reference))
    await desk.tell("release", funding.a_hearing_release(reference))
    assert (await desk.state(reference), await desk.held()) == ("released", 0)
    [decided] = await desk.said("appeal.decided")
    assert decided["outcome"] == "dismissed"
    assert len(await desk.said("decision.released")) == 1
    assert await desk.tell("decision", a_later_hearing(reference)) == "parked"
    assert await desk.reasons() == ["appeal-decided"]
    again = funding.an_appeal(reference, meeting="LDT-2026-12", received_at="2026-12-07T10:00:00Z")
    assert await desk.tell("appeal", again) == "parked"


async def test_appeal_is_decided_by_nobody_who_voted_before(desk: Desk) -> None:
    reference = await appealed(desk)
    votes = [{"person": person, "vote": "for"} for person in ("p-1001", "p-1002", "p-1014")]
    assert await desk.tell("decision", funding.a_hearing(reference, votes=votes)) == "parked"
    assert await desk.reasons() == ["voted-before"]
    assert await desk.state(reference) == "released"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"meeting": {"reference": "LDT-2026-11", "held_on": "2026-12-03"}}, "same-meeting"),
        ({"outcome": "deferred", "awarded_pence": 0}, "appeal-deferred"),
        ({"appealed_meeting": None}, "appealed-meeting-missing"),
        (
            {
                "recorded_at": "2026-11-19T17:00:00Z",
                "meeting": {"reference": "LDT-2026-12", "held_on": "2026-11-19"},
            },
            "dated-before-its-cause",
        ),
    ],
)
async def test_decision_on_an_appeal_that_cannot_be_is_refused(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    reference = await appealed(desk)
    assert await desk.tell("decision", funding.a_hearing(reference, **changes)) == "parked"
    assert code in await desk.reasons()


async def test_whoever_voted_or_recorded_before_does_not_release_the_appeal(desk: Desk) -> None:
    reference = await appealed(desk)
    await desk.tell("decision", funding.a_hearing(reference))
    release = funding.a_hearing_release(reference, released_by="p-1001")
    assert await desk.tell("release", release) == "parked"
    assert await desk.reasons() == ["duties-release"]


async def test_decision_on_an_appeal_waits_for_the_appeal(desk: Desk) -> None:
    reference = await declined(desk)
    assert await desk.tell("decision", funding.a_hearing(reference)) == "waiting"
    await desk.tell("appeal", funding.an_appeal(reference))
    assert await desk.state(reference) == "decided"


async def test_appeal_upheld_beyond_the_money_is_kept_and_ends_when_money_is_there(
    desk: Desk,
) -> None:
    reference = await appealed(desk, budget_pence=2_000_000)
    assert await desk.tell("decision", funding.a_hearing(reference)) == "applied"
    assert (await desk.state(reference), await desk.held()) == ("decided", 0)
    await desk.tell("release", funding.a_hearing_release(reference))
    [decided] = await desk.said("appeal.decided")
    assert (decided["outcome"], await desk.state(reference)) == ("upheld-unfunded", "released")
    assert await desk.said("offer.made") == []
    await desk.tell("round", funding.a_round(budget_pence=3_000_000))
    assert await desk.tell("decision", a_later_hearing(reference)) == "applied"
    assert await desk.held() == 2_500_000
    release = funding.a_hearing_release(
        reference, meeting="LDT-2027-01", released_at="2027-01-15T09:00:00Z"
    )
    assert await desk.tell("release", release) == "applied"
    assert await desk.state(reference) == "offered"
    assert [each["outcome"] for each in await desk.said("appeal.decided")] == [
        "upheld-unfunded",
        "upheld",
    ]


async def test_interest_takes_the_appeals_decision_its_majority_and_leaves_the_appeal_open(
    desk: Desk,
) -> None:
    reference = await appealed(desk)
    assert await desk.tell("decision", funding.a_hearing(reference)) == "applied"
    interest = funding.an_interest(person="p-1011", declared_at="2026-12-03T19:00:00+00:00")
    await desk.tell("interest", interest)
    assert (await desk.state(reference), await desk.held()) == ("released", 0)
    [voided] = await desk.said("decision.voided")
    assert (voided["meeting"], voided["outcome"]) == ("LDT-2026-12", "declined")
    assert await desk.tell("decision", a_later_hearing(reference)) == "parked"
    assert await desk.reasons() == ["inquorate"], "the appeal is open, the council has no seat"


async def test_decline_that_falls_takes_its_appeal_with_it(desk: Desk) -> None:
    await desk.schools()
    await desk.tell("panel", funding.a_panel_with_substitutes())
    await desk.tell("round", funding.a_round())
    reference = await desk.ready()
    against = [{**each, "vote": "against"} for each in funding.a_decision()["votes"][:2]]
    await desk.tell("interest", funding.an_interest(reference))
    lost = funding.a_decision(reference, **funding.DECLINED | {"votes": against})
    await desk.tell("decision", lost)
    await desk.tell("release", funding.a_release(reference))
    await desk.tell("appeal", funding.an_appeal(reference))
    await desk.tell("decision", funding.a_hearing(reference))
    interest = funding.an_interest(
        reference, person="p-1004", declared_at="2026-11-05T20:00:00+00:00"
    )
    await desk.tell("interest", interest)
    assert (await desk.state(reference), await desk.held()) == ("ready-for-panel", 0)
    votes = [{"person": person, "vote": "for"} for person in ("p-1001", "p-1003", "p-1005")]
    again = funding.a_decision(
        reference, votes=votes, meeting=LATER, recorded_at="2027-01-14T17:00:00Z"
    )
    assert await desk.tell("decision", again) == "applied"
    assert (await desk.state(reference), await desk.held()) == ("decided", 2_500_000)


async def test_restored_application_is_not_superseded_by_a_later_form(desk: Desk) -> None:
    reference = await appealed(desk)
    await desk.tell("decision", funding.a_hearing(reference))
    later = funding.a_hub(
        form_reference="FORM-2026-000999", submitted_at="2026-10-16T11:59:59.950000+01:00"
    )
    await desk.tell("form", later)
    assert await desk.state(reference) == "decided"


async def test_withdrawal_during_an_appeal_waits_and_then_withdraws_what_was_restored(
    desk: Desk,
) -> None:
    reference = await appealed(desk)
    withdrawal = funding.a_withdrawal(withdrawn_at="2026-12-07T09:00:00+00:00")
    assert await desk.tell("withdrawal", withdrawal) == "waiting"
    await desk.tell("decision", funding.a_hearing(reference))
    await desk.tell("release", funding.a_hearing_release(reference))
    assert (await desk.state(reference), await desk.held()) == ("withdrawn", 0)


async def test_two_decisions_on_one_appeal_at_once_leave_one_in_force(desk: Desk) -> None:
    reference = await appealed(desk)
    hearings = [
        funding.a_hearing(reference, recorded_at=f"2026-12-03T17:0{n}:00Z") for n in range(4)
    ]
    events = [desk.delivery("decision", each) for each in hearings * 2]
    async with desk.replicas() as replicas:
        await asyncio.gather(
            *(replicas[n % 3].processor.process(event) for n, event in enumerate(events))
        )
        await desk.settle()
    rows = [row for row in await desk.rows("decision") if row["about"] == "appeal"]
    assert [row["status"] for row in rows].count("stands") == 1
    assert await desk.held() == 2_500_000


async def test_officer_sees_the_appeal_with_its_grounds(desk: Desk) -> None:
    reference = await appealed(desk)
    async with desk.service.store.reading() as session:
        file = await officer.application(session, reference)
    assert file
    assert [each["grounds"] for each in file["appeals"]] == [funding.an_appeal()["grounds"]]


async def test_round_cancelled_during_an_appeal_cancels_what_was_restored_before_it(
    desk: Desk,
) -> None:
    reference = await appealed(desk)
    closing = {
        "round": "2026-AUT",
        "kind": "cancelled",
        "closed_by": "p-1001",
        "closed_at": "2026-12-04T12:00:00+00:00",
        "reason": "No money",
    }
    assert await desk.tell("closing", closing) == "applied"
    assert await desk.state(reference) == "released"
    await desk.tell("decision", funding.a_hearing(reference))
    assert (await desk.state(reference), await desk.held()) == ("cancelled", 0)
    assert len(await desk.said("application.cancelled")) == 1


async def test_decision_on_an_appeal_of_a_cancelled_round_is_refused(desk: Desk) -> None:
    reference = await appealed(desk)
    closing = {
        "round": "2026-AUT",
        "kind": "cancelled",
        "closed_by": "p-1001",
        "closed_at": "2026-12-01T12:00:00+00:00",
        "reason": "No money",
    }
    assert await desk.tell("closing", closing) == "applied"
    assert await desk.tell("decision", funding.a_hearing(reference)) == "parked"
    assert "round-cancelled" in await desk.reasons()
    assert await desk.state(reference) == "released"
