"""A school converts: what it had waits for its successor, and moves to it by novation."""

from typing import Any

from integration.applications.desk import Desk
from support import funding

OLD, NEW = "111586", "151369"
SCHOOLS = (OLD, "111632", "134076", "111626")


def maintained(**changes: Any) -> dict[str, Any]:
    """The school before it converts."""
    return funding.a_school(OLD, part4_maintained=True, academy=False, **changes)


async def convert(desk: Desk, version: int = 2, **changes: Any) -> str:
    """The register names the academy that follows the school."""
    closed = maintained(status_code="2", close_date="2026-11-30", successors=[NEW])
    event = {"successor": NEW, "converted_on": "2026-12-01", "changes": {}}
    return await desk.tell("converted", {**closed, **event, **changes}, aggregateversion=version)


async def open_round(desk: Desk) -> None:
    """The old school leads; the academy that will follow it opens on 1 December."""
    await desk.schools(*SCHOOLS[1:])
    await desk.tell("school", maintained(), aggregateversion=1)
    academy = funding.a_school(NEW, open_date="2026-12-01")
    await desk.tell("school", academy, aggregateversion=1)
    await desk.tell("panel", funding.a_panel())
    await desk.tell("round", funding.a_round())


async def test_worked_example_5_an_award_moves_to_the_academy_and_keeps_its_id(desk: Desk) -> None:
    await open_round(desk)
    award = await desk.awarded(funding.a_hub(lead_school=OLD))
    first = {"milestone": 1, "submitted_at": "2026-11-20T10:00:00+00:00"}
    await desk.tell("evidence", funding.some_evidence(award, **first))
    found = {"evidence_submitted_at": first["submitted_at"], "milestone": 1}
    assessed = {"assessed_at": "2026-11-21T10:00:00+00:00"}
    await desk.tell("assessment", funding.an_assessment(award, **found, **assessed))
    await desk.tell("payment", funding.a_payment(award, paid_on="2026-11-25"))

    await convert(desk)
    assert [each["state"] for each in await desk.said("award.suspended")] == ["suspended"]
    second = {"milestone": 2, "submitted_at": "2026-12-03T10:00:00+00:00"}
    await desk.tell("evidence", funding.some_evidence(award, **second))
    found = {"evidence_submitted_at": second["submitted_at"], "milestone": 2}
    assessed = {"assessed_at": "2026-12-04T10:00:00+00:00"}
    await desk.tell("assessment", funding.an_assessment(award, **found, **assessed))
    assert [each["milestone"] for each in await desk.said("payment.requested")] == [1]

    assert await desk.tell("novation", funding.a_novation(award)) == "applied"
    [moved] = await desk.said("award.novated")
    assert (moved["award"], moved["lead_school"], moved["paid_pence"]) == (award, NEW, 833_333)
    last = (await desk.said("payment.requested"))[-1]
    assert (last["milestone"], last["amount_pence"], last["lead_school"]) == (2, 1_250_000, NEW)
    [payment] = await desk.rows("payment")
    assert (payment["payee"], payment["amount_pence"]) == (OLD, 833_333)
    assert await desk.held() == 2_500_000


async def test_worked_example_5_an_application_waits_for_the_academy(desk: Desk) -> None:
    await open_round(desk)
    reference = await desk.ready(funding.a_hub(lead_school=OLD))
    await convert(desk)
    assert await desk.state(reference) == "on-hold"
    await desk.tell("novation", funding.a_novation(reference))
    assert await desk.state(reference) == "ready-for-panel"
    [resumed] = await desk.said("application.resumed")
    assert resumed["lead_school"] == NEW
