"""No step is dated before what it follows, whichever of the two comes first."""

from typing import Any

import pytest

from integration.applications.desk import Desk
from support import funding

CONDITIONS = [{"code": "COND-1", "text": "Send a revised budget", "due": "2026-12-01"}]
CONDITIONAL = {"outcome": "approved-with-conditions", "conditions": CONDITIONS}
EARLY = "2026-10-01T09:00:00Z"  # before even the form was submitted
STEPS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("review", funding.a_review("p-2001", recorded_at=EARLY), funding.a_review("p-2001")),
    ("review", funding.a_review("p-2002"), funding.a_review("p-2002")),
    (
        "decision",
        funding.a_decision(**CONDITIONAL, recorded_at="2026-11-04T23:59:59Z"),
        funding.a_decision(**CONDITIONAL),
    ),
    ("release", funding.a_release(released_at="2026-11-05T17:04:59Z"), funding.a_release()),
    ("answer", funding.an_answer(answered_at="2026-11-06T08:59:59Z"), funding.an_answer()),
    (
        "condition",
        funding.a_condition_met(found_at="2026-11-05T17:04:59Z"),
        funding.a_condition_met(),
    ),
    (
        "evidence",
        funding.some_evidence(submitted_at="2026-11-12T13:59:59Z"),
        funding.some_evidence(),
    ),
    (
        "assessment",
        funding.an_assessment(assessed_at="2027-01-28T14:59:59Z"),
        funding.an_assessment(),
    ),
]


def the_only_code(row: dict[str, Any]) -> bool:
    """Whether it was refused for its instant and for nothing else."""
    return str(row["reasons"]).count("code") == 1 and "dated-before-its-cause" in str(
        row["reasons"]
    )


@pytest.mark.parametrize("backwards_first", [True, False])
async def test_a_step_dated_before_what_it_follows_is_refused_whenever_it_comes(
    desk: Desk, backwards_first: bool
) -> None:
    """All of them wait for the form: with it they take their course one after the other."""
    await desk.open_round()
    early = [(kind, data) for kind, data, good in STEPS if data != good]
    good = [(kind, data) for kind, _, data in STEPS]
    for kind, data in [*early, *good] if backwards_first else [*good, *early]:
        await desk.tell(kind, data)
    await desk.apply()
    parked = await desk.rows("inbox", state="parked")
    assert len(parked) == len(early)
    assert all(the_only_code(row) for row in parked)
    assert await desk.rows("inbox", state="waiting") == []
    assert len(await desk.said("payment.requested")) == 1


async def test_a_withdrawal_dated_before_the_form_is_refused(desk: Desk) -> None:
    await desk.open_round()
    await desk.tell("withdrawal", funding.a_withdrawal(withdrawn_at=EARLY))
    assert await desk.apply() == "A-2026-0001"
    assert await desk.state() == "received"
    assert await desk.reasons() == ["dated-before-its-cause"]


async def test_at_the_very_instant_of_what_it_follows_a_step_is_in_order(desk: Desk) -> None:
    await desk.open_round()
    reference = await desk.offered()
    answer = funding.an_answer(reference, answered_at=funding.a_release()["released_at"])
    assert await desk.tell("answer", answer) == "applied"
