"""Reminders by timers: moved with the date, dropped when the matter is settled, once each."""

from datetime import UTC, date, datetime

import pytest

from applications.store.tables.awards import MilestoneRow
from integration.applications.desk import Desk
from support import funding

CONDITION = {"code": "COND-1", "text": "Send a revised budget", "due": "2026-12-01"}
WITH_CONDITION = {"outcome": "approved-with-conditions", "conditions": [CONDITION]}


async def on(desk: Desk, *day: int) -> None:
    """The beginning of a day in London, outside summer time."""
    desk.now = datetime(*day, tzinfo=UTC)  # type: ignore[misc,arg-type]
    await desk.settle()


async def reminders(desk: Desk) -> list[str]:
    kinds = ("offer.closing", "condition.due-soon", "condition.overdue")
    kinds += ("milestone.due-soon", "milestone.overdue", "findings.due-soon")
    return [kind for kind in kinds for _ in await desk.said(kind)]


async def timers(desk: Desk) -> set[str]:
    return {f"{row['name']} {row['subject']}" for row in await desk.rows("timer")}


async def test_offer_is_reminded_of_once_before_it_ends(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    [made] = await desk.said("offer.made")
    await on(desk, 2026, 11, 27)
    assert await reminders(desk) == []
    await on(desk, 2026, 11, 30)
    [closing] = await desk.said("offer.closing")
    assert (closing["application"], closing["answer_by"]) == (reference, made["answer_by"])
    await on(desk, 2026, 12, 1)
    assert await reminders(desk) == ["offer.closing"]


@pytest.mark.parametrize("answer", ["accepted", "declined"])
async def test_answered_offer_is_not_reminded_of(desk: Desk, answer: str) -> None:
    await desk.open_round()
    reference = await desk.offered()
    await desk.tell("answer", funding.an_answer(reference, answer=answer))
    assert f"offer-closing {reference}" not in await timers(desk)
    await on(desk, 2026, 11, 30)
    assert await desk.said("offer.closing") == []


async def test_offer_that_ended_during_a_downtime_lapses_without_a_reminder(desk: Desk) -> None:
    await desk.open_round()
    await desk.offered()
    await on(desk, 2027, 1, 10)
    assert await desk.said("offer.closing") == []
    assert len(await desk.said("offer.lapsed")) == 1


async def test_condition_is_due_soon_and_then_overdue(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded(**WITH_CONDITION)
    await on(desk, 2026, 11, 24)
    [soon] = await desk.said("condition.due-soon")
    assert (soon["code"], soon["due"], soon["working_days_late"]) == ("COND-1", "2026-12-01", None)
    await on(desk, 2026, 12, 2)
    [late] = await desk.said("condition.overdue")
    assert late["working_days_late"] == 1
    assert not [each for each in await timers(desk) if each.startswith("condition")]


async def test_condition_that_is_met_is_told_and_not_reminded_of(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded(**WITH_CONDITION)
    [application] = {each["application"] for each in await desk.said("award.made")}
    met = funding.a_condition_met(application)
    for _ in range(2):
        await desk.tell("condition", met)
    [told] = await desk.said("condition.met")
    assert (told["code"], told["text"]) == (CONDITION["code"], CONDITION["text"])
    await on(desk, 2026, 12, 2)
    assert [each for each in await reminders(desk) if each.startswith("condition")] == []


async def test_milestone_is_reminded_of_before_and_twice_after_its_date(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    await on(desk, 2027, 1, 22)
    [soon] = await desk.said("milestone.due-soon")
    assert (soon["milestone"], soon["due"], soon["working_days_late"]) == (1, "2027-01-29", None)
    await on(desk, 2027, 2, 1)
    await on(desk, 2027, 2, 12)
    days = [each["working_days_late"] for each in await desk.said("milestone.overdue")]
    assert days == [1, 10]


async def test_milestone_whose_date_moves_is_reminded_of_at_the_new_date_alone(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    async with desk.service.work() as work:
        milestone = await work.session.get_one(MilestoneRow, (award, 1))
        milestone.due = date(2027, 3, 12)
    for old in ((2027, 1, 22), (2027, 2, 1), (2027, 2, 12)):
        await on(desk, *old)
    assert await reminders(desk) == []
    await on(desk, 2027, 3, 5)
    [soon] = await desk.said("milestone.due-soon")
    assert soon["due"] == "2027-03-12"


async def test_milestone_is_overdue_once_after_a_long_downtime(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    await on(desk, 2027, 3, 1)
    [late] = await desk.said("milestone.overdue")
    assert late["working_days_late"] == 21
    assert await desk.said("milestone.due-soon") == []


async def test_milestone_with_evidence_is_not_reminded_of_and_a_returned_one_is(
    desk: Desk,
) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.tell("evidence", funding.some_evidence(award))
    await on(desk, 2027, 2, 1)
    assert await reminders(desk) == []
    await desk.tell("assessment", funding.an_assessment(award, result="returned"))
    await on(desk, 2027, 2, 12)
    assert await reminders(desk) == ["milestone.overdue"]


async def test_accepted_milestone_has_no_timer_left(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    await desk.accepted_milestone(award)
    left = {each for each in await timers(desk) if each.startswith("milestone")}
    assert left == {f"milestone-due {award}/2", f"milestone-due {award}/3"}
