"""No double funding: one school, one purpose and one period are funded once, in any round."""

import asyncio
from typing import Any

import pytest

from integration.applications.desk import Desk
from support import funding

OTHER = "2026-WIN"
SECOND = "FORM-2026-000999"
WAIVER = {"waives": "double-funding", "until": "2027-12-17"}


def second_form(**changes: Any) -> funding.Payload:
    """Another lead's hub in another round, with a partner in common."""
    given = {
        "form_reference": SECOND,
        "round": OTHER,
        "lead_school": "111577",
        "partners": [funding.a_partner(urn) for urn in funding.PARTNERS],
    }
    return funding.a_hub(**given | changes)


async def two_rounds(desk: Desk) -> None:
    """The same panel and money twice."""
    await desk.open_round()
    await desk.tell("round", funding.a_round(round=OTHER))


async def decide(desk: Desk, reference: str, **changes: Any) -> str:
    """The panel approves it."""
    return await desk.tell("decision", funding.a_decision(reference, **changes))


async def test_second_approval_for_a_partner_of_an_award_is_refused_and_names_the_award(
    desk: Desk,
) -> None:
    await two_rounds(desk)
    award = await desk.awarded()
    second = await desk.ready(second_form())
    assert await decide(desk, second) == "parked"
    assert await desk.reasons() == ["double-funding"]
    assert award in (await desk.said("event.rejected"))[-1]["reasons"][0]["message"]
    assert await desk.held() == 2_500_000


async def test_refusal_tells_nothing_of_an_approval_that_is_not_released(desk: Desk) -> None:
    await two_rounds(desk)
    first, second = await desk.ready(), await desk.ready(second_form())
    assert await decide(desk, first) == "applied"
    assert await decide(desk, second) == "parked"
    [reason] = (await desk.said("event.rejected"))[-1]["reasons"]
    assert reason["code"] == "double-funding"
    for told in (first, "approved", "award", "£"):
        assert told not in reason["message"]


@pytest.mark.parametrize(
    "other",
    [
        {"theme": "english"},
        {"planned_start": "2027-12-18", "planned_end": "2028-01-31"},
        {"partners": [funding.a_partner(urn) for urn in ("111570", "111571", "111572")]},
    ],
    ids=["another theme", "the day after", "no school in common"],
)
async def test_what_is_not_the_same_is_funded_beside_it(desk: Desk, other: dict[str, Any]) -> None:
    await two_rounds(desk)
    await desk.schools("111570", "111571", "111572")
    await desk.awarded()
    if "planned_start" in other:
        other["milestones"] = [
            {"title": "All", "due": "2028-01-31", "amount_pence": 3_000_000},
        ]
    second = await desk.ready(second_form(**other))
    votes = [{"person": person, "vote": "for"} for person in ("p-1001", "p-1002", "p-1004")]
    assert await decide(desk, second, votes=votes) == "applied"


@pytest.mark.parametrize("names", ["award", "application"])
async def test_waiver_that_names_the_other_one_lets_it_pass_and_is_told(
    desk: Desk, names: str
) -> None:
    await two_rounds(desk)
    award = await desk.awarded()
    against = award if names == "award" else "A-2026-0001"
    second = await desk.ready(second_form())
    await desk.tell("waiver", funding.a_waiver(SECOND, against=against, **WAIVER))
    assert await decide(desk, second) == "applied"
    assert await desk.tell("release", funding.a_release(second)) == "applied"
    assert [each["application"] for each in await desk.said("waiver.used")] == [second]


async def test_waiver_that_names_another_award_does_not_let_it_pass(desk: Desk) -> None:
    await two_rounds(desk)
    await desk.awarded()
    second = await desk.ready(second_form())
    await desk.tell("waiver", funding.a_waiver(SECOND, against="G-2026-0099", **WAIVER))
    assert await decide(desk, second) == "parked"


async def test_decline_and_deferral_are_not_double_funding(desk: Desk) -> None:
    await two_rounds(desk)
    await desk.awarded()
    second = await desk.ready(second_form())
    assert await decide(desk, second, **funding.DECLINED) == "applied"


async def test_offer_that_the_school_declined_stands_in_nobodys_way(desk: Desk) -> None:
    await two_rounds(desk)
    first = await desk.offered()
    await desk.tell("answer", funding.an_answer(first, answer="declined"))
    assert await decide(desk, await desk.ready(second_form())) == "applied"


async def test_school_that_takes_up_its_declined_offer_after_another_is_refused(
    desk: Desk,
) -> None:
    await two_rounds(desk)
    first = await desk.offered()
    await desk.tell("answer", funding.an_answer(first, answer="declined"))
    await decide(desk, await desk.ready(second_form()))
    assert await desk.tell("answer", funding.an_answer(first)) == "parked"
    assert await desk.reasons() == ["double-funding"]


async def test_of_approvals_at_once_in_two_rounds_exactly_one_passes(desk: Desk) -> None:
    await two_rounds(desk)
    references = [await desk.ready(), await desk.ready(second_form())]
    events = [
        desk.delivery("decision", funding.a_decision(reference)) for reference in references * 2
    ]
    async with desk.replicas() as replicas:
        await asyncio.gather(
            *(replicas[n % 3].processor.process(event) for n, event in enumerate(events))
        )
        await desk.settle()
    assert sorted([await desk.state(each) for each in references]) == ["decided", "ready-for-panel"]
    assert await desk.held() == 2_500_000
