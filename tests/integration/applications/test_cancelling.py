"""A cancelled round ends every application that is not accepted, as of its own instant."""

from typing import Any

import pytest

from integration.applications.desk import Desk
from support import funding

AFTER_RELEASE = "2026-11-10T10:00:00+00:00"


def cancelled(closed_at: str = AFTER_RELEASE, **changes: Any) -> dict[str, Any]:
    """The round is cancelled."""
    closing = {
        "round": "2026-AUT",
        "kind": "cancelled",
        "reason": "Budget withdrawn by Schools Forum",
        "closed_by": "p-1001",
        "closed_at": closed_at,
    }
    return closing | changes


async def test_open_offer_ends_with_the_round_and_its_money_is_free_once(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    for _ in range(3):
        await desk.tell("closing", cancelled())
    assert (await desk.state(reference), await desk.held()) == ("cancelled", 0)
    [said] = await desk.said("application.cancelled")
    assert (said["freed_pence"], said["state"]) == (2_500_000, "cancelled")
    assert said["reason"] == "Budget withdrawn by Schools Forum"
    assert await desk.rows("timer", name="offer-lapses") == []


async def test_answer_after_the_cancellation_is_refused(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    await desk.tell("closing", cancelled())
    assert await desk.tell("answer", funding.an_answer(reference)) == "parked"
    assert await desk.reasons() == ["round-cancelled"]


async def test_answer_before_the_cancellation_is_taken_though_it_arrives_later(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    await desk.tell("closing", cancelled("2026-11-12T15:00:00+00:00"))
    assert await desk.tell("answer", funding.an_answer(reference)) == "applied"
    assert (await desk.state(reference), await desk.held()) == ("accepted", 2_500_000)


async def test_accepted_application_stays(desk: Desk) -> None:
    await desk.open_round()
    await desk.awarded()
    await desk.tell("closing", cancelled("2026-11-20T10:00:00+00:00"))
    assert (await desk.state(), await desk.said("application.cancelled")) == ("accepted", [])


async def test_cancellation_does_not_tell_what_was_earmarked(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    await desk.tell("decision", funding.a_decision(reference))
    await desk.tell("closing", cancelled())
    [said] = await desk.said("application.cancelled")
    assert (said["freed_pence"], said["awarded_pence"]) == (0, None)
    assert await desk.held() == 0
    release = funding.a_release(reference, released_at="2026-11-11T09:00:00+00:00")
    assert await desk.tell("release", release) == "parked"
    assert await desk.reasons() == ["round-cancelled"]


async def test_form_from_before_the_cancellation_ends_whenever_it_arrives(desk: Desk) -> None:
    await desk.open_round()
    await desk.tell("closing", cancelled())
    assert await desk.state(await desk.apply()) == "cancelled"
    assert [each for each in await desk.said() if each.startswith("application")] == [
        "application.submitted",
        "application.cancelled",
    ]


async def test_round_that_closes_early_ends_nothing(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    await desk.tell("closing", cancelled(kind="closed-early"))
    assert await desk.state(reference) == "offered"


@pytest.mark.parametrize(
    ("withdrawn_at", "state"),
    [("2026-11-09T10:00:00Z", "withdrawn"), ("2026-11-10T10:00:01Z", "cancelled")],
)
@pytest.mark.parametrize("first", ["withdrawal", "closing"])
async def test_what_came_first_ends_it_whichever_arrives_first(
    desk: Desk, first: str, withdrawn_at: str, state: str
) -> None:
    await desk.open_round()
    reference = await desk.offered()
    withdrawal = funding.a_withdrawal(withdrawn_at=withdrawn_at)
    said = {"withdrawal": withdrawal, "closing": cancelled()}
    for kind in sorted(said, key=lambda kind: kind != first):
        assert await desk.tell(kind, said[kind]) == "applied"
    [row] = await desk.rows("application", application=reference)
    assert (row["state"], row["held_pence"]) == (state, 0)
    assert bool(row["withdrawn_at"]) == (state == "withdrawn")
