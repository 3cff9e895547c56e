"""Reviews, interests, decisions and releases: what stands, what falls, and what waits."""

import pytest

from integration.applications.desk import Desk
from support import funding


async def test_an_application_is_ready_once_enough_people_without_an_interest_reviewed_it(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.apply()
    await desk.tell("review", funding.a_review("p-2001"))
    assert await desk.state() == "under-review"
    await desk.tell("interest", funding.an_interest(person="p-2002", nature="family"))
    await desk.tell("review", funding.a_review("p-2002"))
    assert await desk.state() == "under-review"
    await desk.tell("review", funding.a_review("p-2003"))
    [completed] = await desk.said("review.completed")
    assert (completed["reviews"], completed["state"]) == (2, "ready-for-panel")
    assert len(await desk.rows("review", application=reference)) == 3


async def test_an_interest_declared_later_takes_a_review_out_again(desk: Desk) -> None:
    await desk.open_round()
    await desk.ready()
    await desk.tell("interest", funding.an_interest(person="p-2002"))
    assert await desk.state() == "under-review"
    assert [each["reviews"] for each in await desk.said("review.reopened")] == [1]


async def test_a_panel_members_own_school_takes_their_review_out(desk: Desk) -> None:
    await desk.open_round()
    await desk.apply()
    for reviewer in ("p-2001", "p-1002"):  # 111632 is the teaching school member's own
        await desk.tell("review", funding.a_review(reviewer))
    assert await desk.state() == "under-review"


async def test_a_wide_spread_asks_for_moderation_and_names_no_score(desk: Desk) -> None:
    await desk.open_round()
    await desk.apply()
    low = [
        {"criterion": "need", "score": 1, "justification": "Weak"},
        {"criterion": "value", "score": 3, "justification": "Fair"},
    ]
    await desk.tell("review", funding.a_review("p-2001"))
    await desk.tell("review", funding.a_review("p-2002", scores=low))
    [completed] = await desk.said("review.completed")
    assert (completed["spread"], completed["moderation_needed"]) == (3, True)
    assert "scores" not in completed


@pytest.mark.parametrize(
    ("scores", "code"),
    [
        ([{"criterion": "need", "score": 4, "justification": "x"}], "criteria"),
        (
            [
                {"criterion": "need", "score": 6, "justification": "x"},
                {"criterion": "value", "score": 1, "justification": "x"},
            ],
            "score-beyond-scale",
        ),
    ],
)
async def test_a_review_outside_the_rounds_terms_is_refused(
    desk: Desk, scores: list[dict[str, object]], code: str
) -> None:
    await desk.open_round()
    await desk.apply()
    assert await desk.tell("review", funding.a_review("p-2001", scores=scores)) == "parked"
    assert await desk.reasons() == [code]


async def test_a_decision_waits_for_its_last_review(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.apply()
    await desk.tell("review", funding.a_review("p-2001"))
    assert await desk.tell("decision", funding.a_decision(reference)) == "waiting"
    assert await desk.tell("release", funding.a_release(reference)) == "waiting"
    assert await desk.tell("answer", funding.an_answer(reference)) == "waiting"
    await desk.tell("review", funding.a_review("p-2002"))
    assert await desk.state() == "accepted"


async def test_a_decision_says_neither_outcome_nor_pence_until_its_release(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference))
    [decided] = await desk.said("application.decided")
    assert (decided["outcome"], decided["awarded_pence"]) == (None, None)
    assert (decided["meeting"], decided["version"]) == ("LDT-2026-11", 1)
    assert await desk.held() == 2_500_000


async def test_an_inquorate_vote_is_refused_at_once(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    votes = [{"person": "p-1001", "vote": "for"}, {"person": "p-1002", "vote": "for"}]
    assert await desk.tell("decision", funding.a_decision(reference, votes=votes)) == "parked"
    assert await desk.reasons() == ["inquorate"]
    assert await desk.state() == "ready-for-panel"


async def test_an_interest_that_arrives_after_the_decision_voids_it_and_frees_its_money(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    votes = [{"person": "p-1001", "vote": "for"}, {"person": "p-1004", "vote": "for"}]
    await desk.tell("decision", funding.a_decision(reference, votes=votes))
    await desk.tell("interest", funding.an_interest(person="p-1004"))
    [voided] = await desk.said("decision.voided")
    assert (voided["state"], voided["outcome"]) == ("ready-for-panel", None)
    assert await desk.held() == 0
    assert await desk.tell("release", funding.a_release(reference)) == "parked"
    assert await desk.reasons() == ["decision-void"]


async def test_an_interest_declared_before_the_release_that_arrives_after_it_still_recounts(
    desk: Desk,
) -> None:
    await desk.open_round()
    votes = [{"person": "p-1001", "vote": "for"}, {"person": "p-1004", "vote": "for"}]
    reference = await desk.offered(votes=votes)
    await desk.tell("interest", funding.an_interest(person="p-1004"))
    assert await desk.state(reference) == "ready-for-panel"
    assert await desk.held() == 0
    assert await desk.rows("timer", name="offer-lapses") == []


@pytest.mark.parametrize("late_first", [True, False])
async def test_an_interest_declared_after_the_release_leaves_the_decision_and_flags_it(
    desk: Desk, late_first: bool
) -> None:
    await desk.open_round()
    votes = [{"person": "p-1001", "vote": "for"}, {"person": "p-1004", "vote": "for"}]
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference, votes=votes))
    late = funding.an_interest(person="p-1004", declared_at="2026-11-06T09:00:00Z")
    said = [("interest", late), ("release", funding.a_release(reference))]
    for kind, data in said if late_first else reversed(said):
        await desk.tell(kind, data)
    assert await desk.state(reference) == "offered"
    assert await desk.held() == 2_500_000
    assert len(await desk.said("decision.flagged")) == 1


@pytest.mark.parametrize("person", ["p-1006", "p-1001"])
async def test_whoever_recorded_or_voted_does_not_release(desk: Desk, person: str) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference))
    release = funding.a_release(reference, released_by=person)
    assert await desk.tell("release", release) == "parked"
    assert await desk.reasons() == ["duties-release"]


@pytest.mark.parametrize("older_first", [True, False])
@pytest.mark.parametrize("person", ["p-1009", "p-1003"])
async def test_whoever_recorded_or_voted_on_an_earlier_version_does_not_release_the_next(
    desk: Desk, person: str, older_first: bool
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    votes = [{"person": each, "vote": "for"} for each in ("p-1001", "p-1003", "p-1004")]
    said = [
        funding.a_decision(reference, recorded_by="p-1009", votes=votes),
        funding.a_decision(reference, recorded_at="2026-11-05T18:00:00Z"),
    ]
    for decision in said if older_first else reversed(said):
        assert await desk.tell("decision", decision) == "applied"
    release = funding.a_release(reference, released_by=person)
    assert await desk.tell("release", release) == "parked"
    assert await desk.reasons() == ["duties-release"]


@pytest.mark.parametrize("person", ["p-1001", "p-2001"])
async def test_whoever_voted_or_scored_does_not_assess(desk: Desk, person: str) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.tell("evidence", funding.some_evidence(award))
    assessment = funding.an_assessment(award, assessed_by=person)
    assert await desk.tell("assessment", assessment) == "parked"
    assert await desk.reasons() == ["duties-assess"]


async def test_a_declined_application_is_released_without_an_offer(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered(**funding.DECLINED)
    [released] = await desk.said("decision.released")
    assert (released["outcome"], released["awarded_pence"]) == ("declined", 0)
    assert await desk.said("offer.made") == []
    assert await desk.tell("answer", funding.an_answer(reference)) == "parked"


@pytest.mark.parametrize("release_first", [True, False])
async def test_a_declined_application_is_over_and_not_withdrawn_afterwards(
    desk: Desk, release_first: bool
) -> None:
    """So that no report counts it among the declined and among the withdrawn."""
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference, **funding.DECLINED))
    withdrawal = funding.a_withdrawal(withdrawn_at="2026-11-07T09:00:00Z")
    said = [("release", funding.a_release(reference)), ("withdrawal", withdrawal)]
    for kind, data in said if release_first else reversed(said):
        await desk.tell(kind, data)
    [row] = await desk.rows("application")
    assert (row["state"], row["outcome"], row["withdrawn_at"]) == ("released", "declined", None)
    assert (await desk.said("decision.released"))[-1]["state"] == "released"


async def test_a_deferred_application_is_decided_again(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered(outcome="deferred", awarded_pence=0)
    again = funding.a_decision(
        reference,
        meeting={"reference": "LDT-2026-12", "held_on": "2026-12-03"},
        recorded_at="2026-12-03T17:00:00Z",
    )
    release = funding.a_release(
        reference, meeting="LDT-2026-12", released_at="2026-12-04T09:00:00Z"
    )
    assert await desk.tell("release", release) == "waiting"
    await desk.tell("decision", again)
    assert await desk.state(reference) == "offered"
    assert [each["version"] for each in await desk.said("application.decided")] == [1, 2]


async def test_a_newer_decision_takes_the_older_ones_place_whichever_comes_first(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    newer = funding.a_decision(
        reference, awarded_pence=2_000_000, recorded_at="2026-11-05T18:00:00Z"
    )
    await desk.tell("decision", newer)
    await desk.tell("decision", funding.a_decision(reference))
    assert await desk.held() == 2_000_000
    await desk.tell("release", funding.a_release(reference))
    assert (await desk.said("offer.made"))[0]["awarded_pence"] == 2_000_000


async def test_money_waits_for_a_condition_that_an_officer_finds_met(desk: Desk) -> None:
    await desk.open_round()
    conditions = [{"code": "COND-1", "text": "Send a revised budget", "due": "2026-12-01"}]
    reference = await desk.ready()
    assert await desk.tell("condition", funding.a_condition_met(reference)) == "waiting"
    decision = {"outcome": "approved-with-conditions", "conditions": conditions}
    await desk.tell("decision", funding.a_decision(reference, **decision))
    await desk.tell("release", funding.a_release(reference))
    assert len(await desk.rows("condition_met")) == 1
    other = funding.a_condition_met(reference, code="COND-9")
    assert await desk.tell("condition", other) == "parked"
    assert await desk.reasons() == ["no-such-condition"]


async def test_no_payment_is_asked_for_while_a_condition_is_unmet(desk: Desk) -> None:
    await desk.open_round()
    conditions = [{"code": "COND-1", "text": "Send a revised budget", "due": "2026-12-01"}]
    award = await desk.awarded(outcome="approved-with-conditions", conditions=conditions)
    await desk.accepted_milestone(award)
    assert await desk.said("payment.requested") == []
    await desk.tell("condition", funding.a_condition_met())
    [request] = await desk.said("payment.requested")
    assert request["payment_request"] == f"{award}/1"


TOO_FEW = funding.an_interest(person="p-2002")  # declared on 20 October, before any decision


@pytest.mark.parametrize("interest_first", [True, False])
async def test_a_decision_stands_on_reviews_by_people_without_an_interest_in_either_order(
    desk: Desk, interest_first: bool
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    said = [("interest", TOO_FEW), ("decision", funding.a_decision(reference))]
    for kind, data in said if interest_first else reversed(said):
        await desk.tell(kind, data)
    assert await desk.state(reference) == "under-review"
    assert await desk.held() == 0
    assert await desk.tell("release", funding.a_release(reference)) == "waiting"
    await desk.tell("review", funding.a_review("p-2003"))
    assert await desk.state(reference) == "offered"
    assert await desk.held() == 2_500_000
    assert [row["status"] for row in await desk.rows("decision")] == ["stands"]


async def test_a_reviewers_interest_that_arrives_after_the_release_takes_the_offer_back_in_time(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.offered()
    await desk.tell("interest", TOO_FEW)
    assert (await desk.state(reference), await desk.held()) == ("under-review", 0)
    assert await desk.rows("timer", name="offer-lapses") == []
    assert len(await desk.said("decision.voided")) == 1
    await desk.tell("review", funding.a_review("p-2003"))
    assert (await desk.state(reference), await desk.held()) == ("offered", 2_500_000)


@pytest.mark.parametrize("late_first", [True, False])
async def test_a_reviewers_interest_declared_after_the_release_is_flagged(
    desk: Desk, late_first: bool
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference))
    late = funding.an_interest(person="p-2002", declared_at="2026-11-06T09:00:00Z")
    said = [("interest", late), ("release", funding.a_release(reference))]
    for kind, data in said if late_first else reversed(said):
        await desk.tell(kind, data)
    assert await desk.state(reference) == "offered"
    assert len(await desk.said("decision.flagged")) == 1


async def test_a_decision_whose_money_is_gone_does_not_revive_with_its_reviews(
    desk: Desk,
) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference))
    await desk.tell("interest", TOO_FEW)
    await desk.tell("round", funding.a_round(budget_pence=100))
    assert await desk.tell("review", funding.a_review("p-2003")) == "applied"
    assert (await desk.state(reference), await desk.held()) == ("ready-for-panel", 0)
