"""What is dated in the future is refused, so that the truth of today can be recorded."""

import pytest

from integration.applications.desk import Desk
from support import funding

NOW = "2026-11-21T12:00:00Z"


async def test_decision_of_the_future_is_refused_and_the_one_of_today_taken(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.ready()
    future = funding.a_decision(reference, recorded_at="2030-11-05T17:05:00+00:00")
    assert await desk.tell("decision", future, time=NOW) == "parked"
    assert await desk.reasons() == ["dated-in-the-future"]
    assert await desk.tell("decision", funding.a_decision(reference)) == "applied"
    assert await desk.tell("release", funding.a_release(reference)) == "applied"
    assert await desk.state(reference) == "offered"


async def test_payment_of_the_future_is_refused(desk: Desk) -> None:
    await desk.open_round()
    award = await desk.awarded()
    payment = funding.a_payment(award, paid_on="2062-02-05")
    assert await desk.tell("payment", payment, time=NOW) == "parked"
    [rejected] = await desk.said("event.rejected")
    [reason] = rejected["reasons"]
    assert reason["code"] == "dated-in-the-future"
    assert "paid_on is 2062-02-05" in reason["message"]
    assert await desk.rows("payment") == []


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("closing", {"closed_at": "2026-11-21T12:05:01Z"}),
        ("withdrawal", {"withdrawn_at": "2026-11-21T12:05:01Z"}),
        ("form", {"submitted_at": "2026-11-21T12:05:01Z"}),
        ("form", {"partners": [funding.a_partner("111632", consented_on="2026-11-22")]}),
    ],
)
async def test_each_field_that_says_when_something_happened_is_judged(
    desk: Desk, kind: str, payload: dict[str, object]
) -> None:
    closing = {
        "round": "2026-AUT",
        "kind": "cancelled",
        "reason": "No money",
        "closed_by": "p-1001",
    }
    whole = {"closing": closing, "withdrawal": funding.a_withdrawal(), "form": funding.a_hub()}
    assert await desk.tell(kind, {**whole[kind], **payload}, time=NOW) == "parked"
    assert await desk.reasons() == ["dated-in-the-future"]
