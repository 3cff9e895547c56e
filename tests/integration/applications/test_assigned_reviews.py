"""Reviewers that were assigned, the scores of everybody else, and scores far apart."""

from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from applications.views import officer
from integration.applications.desk import Desk
from support import funding

FAR = {"scores": [
    {"criterion": "need", "score": 0, "justification": "No evidence"},
    {"criterion": "value", "score": 3, "justification": "Fair cost"},
]}  # fmt: skip
REFERENCE = "A-2026-0001"


async def on(desk: Desk, *day: int) -> None:
    desk.now = datetime(*day, tzinfo=UTC)  # type: ignore[misc,arg-type]
    await desk.settle()


async def row(desk: Desk) -> dict[str, Any]:
    [found] = await desk.rows("application", application=REFERENCE)
    return found


async def applied(desk: Desk) -> None:
    await desk.open_round()
    await desk.apply()


async def test_reviewers_are_told_of_their_assignment(desk: Desk) -> None:
    await applied(desk)
    await desk.tell("assignment", funding.an_assignment())
    [told] = await desk.said("reviewers.assigned")
    assert told["reviewers"] == ["p-2001", "p-2002"]
    assert (told["due"], told["working_days_late"]) == ("2026-10-30", None)


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_score_by_somebody_not_assigned_is_left_out_in_any_order(
    desk: Desk, order: tuple[int, ...]
) -> None:
    await applied(desk)
    told = [
        ("assignment", funding.an_assignment()),
        ("review", funding.a_review("p-2001")),
        ("review", funding.a_review("p-2002")),
        ("review", funding.a_review("p-2003", **FAR)),
    ]
    for number in order:
        await desk.tell(*told[number])
    found = await row(desk)
    assert (found["state"], found["reviews"], found["spread"]) == ("ready-for-panel", 2, 0)
    assert found["ranking"] == 72
    assert len(await desk.rows("review")) == 3


async def test_application_waits_for_everybody_who_was_asked(desk: Desk) -> None:
    await applied(desk)
    await desk.tell("assignment", funding.an_assignment(REFERENCE, "p-2001", "p-2002", "p-2003"))
    for reviewer in ("p-2001", "p-2002"):
        await desk.tell("review", funding.a_review(reviewer))
    assert (await desk.state(), (await row(desk))["ranking"]) == ("under-review", None)
    assert await desk.said("review.completed") == []
    await desk.tell("assignment", funding.an_assignment(assigned_at="2026-10-28T09:00:00Z"))
    assert await desk.state() == "ready-for-panel"


async def test_older_assignment_that_arrives_later_is_history(desk: Desk) -> None:
    await applied(desk)
    await desk.tell("assignment", funding.an_assignment())
    old = funding.an_assignment(REFERENCE, "p-2009", assigned_at="2026-10-18T09:00:00+01:00")
    await desk.tell("assignment", old)
    assert len(await desk.said("reviewers.assigned")) == 1
    for reviewer in ("p-2001", "p-2002"):
        await desk.tell("review", funding.a_review(reviewer))
    assert await desk.state() == "ready-for-panel"


async def test_other_assignment_of_the_same_instant_is_refused(desk: Desk) -> None:
    await applied(desk)
    await desk.tell("assignment", funding.an_assignment())
    await desk.tell("assignment", funding.an_assignment(REFERENCE, "p-2009"))
    assert await desk.reasons() == ["contradicts-earlier"]


async def test_reviewer_with_an_interest_is_not_missing(desk: Desk) -> None:
    await applied(desk)
    await desk.tell("assignment", funding.an_assignment(REFERENCE, "p-2001", "p-2002", "p-2003"))
    for reviewer in ("p-2001", "p-2002"):
        await desk.tell("review", funding.a_review(reviewer))
    await desk.tell("interest", funding.an_interest(person="p-2003"))
    assert await desk.state() == "ready-for-panel"


async def test_interest_after_scoring_takes_the_score_out_and_reopens(desk: Desk) -> None:
    await applied(desk)
    await desk.tell("assignment", funding.an_assignment())
    for reviewer in ("p-2001", "p-2002"):
        await desk.tell("review", funding.a_review(reviewer))
    await desk.tell("interest", funding.an_interest(person="p-2002"))
    [told] = await desk.said("review.reopened")
    assert (told["state"], told["reviews"]) == ("under-review", 1)


async def test_missing_reviewers_are_reminded_of_before_and_after_the_day(desk: Desk) -> None:
    desk.now = datetime(2026, 10, 20, tzinfo=UTC)
    await applied(desk)
    late = funding.an_assignment(due="2026-12-18")
    await desk.tell("assignment", late)
    await desk.tell("review", funding.a_review("p-2001"))
    await on(desk, 2026, 12, 15)
    [soon] = await desk.said("review.due-soon")
    assert (soon["reviewers"], soon["working_days_late"]) == (["p-2002"], None)
    await on(desk, 2026, 12, 21)
    [overdue] = await desk.said("review.overdue")
    assert (overdue["reviewers"], overdue["working_days_late"]) == (["p-2002"], 1)


async def test_nobody_is_reminded_once_all_have_scored(desk: Desk) -> None:
    await applied(desk)
    await desk.tell("assignment", funding.an_assignment(due="2026-12-18"))
    for reviewer in ("p-2001", "p-2002"):
        await desk.tell("review", funding.a_review(reviewer))
    await on(desk, 2026, 12, 21)
    assert await desk.said("review.due-soon") == await desk.said("review.overdue") == []


async def test_wide_spread_waits_for_moderation(desk: Desk) -> None:
    await applied(desk)
    await desk.tell("review", funding.a_review("p-2001"))
    await desk.tell("review", funding.a_review("p-2002", **FAR))
    [told] = await desk.said("review.completed")
    assert (told["state"], told["moderation_needed"]) == ("under-review", True)
    await desk.tell("moderation", funding.a_moderation())
    [moderated] = await desk.said("review.moderated")
    assert "score" not in str(moderated)
    assert (await desk.said("review.completed"))[-1]["moderation_needed"] is False
    assert (await desk.state(), (await row(desk))["ranking"]) == ("ready-for-panel", 52)


async def test_review_after_the_moderation_asks_for_a_new_one(desk: Desk) -> None:
    await applied(desk)
    await desk.tell("review", funding.a_review("p-2001"))
    await desk.tell("review", funding.a_review("p-2002", **FAR))
    await desk.tell("moderation", funding.a_moderation())
    later = funding.a_review("p-2003", recorded_at="2026-11-03T09:00:00Z")
    await desk.tell("review", later)
    assert await desk.state() == "under-review"
    again = funding.a_moderation(moderated_at="2026-11-04T09:00:00Z")
    await desk.tell("moderation", again)
    assert await desk.state() == "ready-for-panel"


async def test_moderation_by_somebody_with_an_interest_counts_for_nothing(desk: Desk) -> None:
    await applied(desk)
    await desk.tell("interest", funding.an_interest(person="p-1008"))
    await desk.tell("review", funding.a_review("p-2001"))
    await desk.tell("review", funding.a_review("p-2002", **FAR))
    await desk.tell("moderation", funding.a_moderation())
    assert await desk.state() == "under-review"


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_assignment_reviews_and_moderation_converge(
    desk: Desk, order: tuple[int, ...]
) -> None:
    await applied(desk)
    told = [
        ("assignment", funding.an_assignment()),
        ("review", funding.a_review("p-2001")),
        ("review", funding.a_review("p-2002", **FAR)),
        ("moderation", funding.a_moderation()),
    ]
    for number in order:
        await desk.tell(*told[number])
    found = await row(desk)
    assert (found["state"], found["ranking"]) == ("ready-for-panel", 52)


async def test_moderated_score_beyond_the_scale_is_refused(desk: Desk) -> None:
    await applied(desk)
    scores = [{"criterion": "need", "score": 6}, {"criterion": "value", "score": 2}]
    await desk.tell("moderation", funding.a_moderation(scores=scores))
    assert await desk.reasons() == ["score-beyond-scale"]


async def test_decision_waits_while_the_scores_are_too_far_apart(desk: Desk) -> None:
    await applied(desk)
    await desk.tell("review", funding.a_review("p-2001"))
    await desk.tell("review", funding.a_review("p-2002", **FAR))
    await desk.tell("decision", funding.a_decision(REFERENCE))
    assert await desk.state() == "under-review"
    await desk.tell("moderation", funding.a_moderation())
    assert await desk.state() == "decided"


async def test_file_shows_the_reviews_that_counted_when_the_decision_was_released(
    desk: Desk,
) -> None:
    await applied(desk)
    await desk.tell("assignment", funding.an_assignment())
    for reviewer in ("p-2001", "p-2002"):
        await desk.tell("review", funding.a_review(reviewer))
    await desk.tell("decision", funding.a_decision(REFERENCE))
    await desk.tell("release", funding.a_release(REFERENCE))
    late = funding.an_assignment(REFERENCE, "p-2009", assigned_at="2026-12-01T09:00:00Z")
    await desk.tell("assignment", late)
    async with desk.service.store.reading() as session:
        file = await officer.application(session, REFERENCE)
    assert file is not None
    assert [each["excluded"] for each in file["reviews"]] == [None, None]
    assert (await row(desk))["reviews"] == 2
