"""What other grant systems get wrong, each by the name of its bug, and what happens here."""

import asyncio
from datetime import datetime

import pytest

from integration.applications.desk import Desk
from support import funding


@pytest.mark.parametrize(
    ("received_at", "state"),
    [
        ("2026-10-16T11:59:59.999999+01:00", "received"),
        ("2026-10-16T12:00:00+01:00", "ineligible"),
    ],
)
async def test_save_before_deadline_check(desk: Desk, received_at: str, state: str) -> None:
    """Elsewhere a form is saved first and judged afterwards, by the clock of the saving."""
    await desk.open_round()
    form = funding.a_hub(submitted_at=received_at)
    assert await desk.tell("form", form, time="2026-10-16T12:30:00+01:00") == "applied"
    assert await desk.state() == state
    assert await desk.said("application.submitted") == [] or state == "received"


async def test_late_form_is_never_seen_as_live_by_another_form(desk: Desk) -> None:
    """Elsewhere the late form, saved already, replaces the one that was in time."""
    await desk.open_round()
    first = await desk.apply(funding.a_hub(submitted_at="2026-10-16T11:00:00+01:00"))
    late = funding.a_hub(form_reference="FORM-LATE", submitted_at="2026-10-16T12:00:00+01:00")
    assert await desk.state(await desk.apply(late)) == "ineligible"
    assert await desk.state(first) == "received"


@pytest.mark.parametrize(
    ("received_at", "state"),
    [
        ("2026-10-26T12:30:00+01:00", "received"),  # 11:30 in London
        ("2026-10-26T11:59:59.999999+00:00", "received"),
        ("2026-10-26T12:00:00+00:00", "ineligible"),
        ("2026-10-26T13:00:00+01:00", "ineligible"),
    ],
)
async def test_naive_london_time(desk: Desk, received_at: str, state: str) -> None:
    """Elsewhere the offset is dropped, and the deadline moves by an hour with the clocks."""
    await desk.open_round(deadline="2026-10-26T12:00:00+00:00")
    await desk.apply(funding.a_hub(submitted_at=received_at))
    assert await desk.state() == state


@pytest.mark.parametrize("deadline", ["2027-03-28T23:00:00+00:00", "2026-12-01T00:00:00+00:00"])
async def test_naive_london_midnight(desk: Desk, deadline: str) -> None:
    """Elsewhere a midnight is read as either day; in summer it hides behind another UTC hour."""
    assert await desk.tell("round", funding.a_round(deadline=deadline)) == "parked"
    assert await desk.reasons() == ["deadline-midnight"]


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2027-01-29T23:59:59+00:00", []),
        ("2027-02-01T09:00:00+00:00", [1]),  # the Monday after: one working day
    ],
)
async def test_overdue_a_day_early(desk: Desk, now: str, told: list[int]) -> None:
    """Elsewhere what is due on a day is overdue from the day's first minute."""
    await desk.open_round()
    await desk.awarded()
    desk.now = datetime.fromisoformat(now)
    await desk.settle()
    overdue = await desk.said("milestone.overdue")
    assert [each["working_days_late"] for each in overdue] == told


@pytest.mark.parametrize("replicas", [3])
async def test_two_deciders_at_once(desk: Desk, replicas: int) -> None:
    """Elsewhere both decisions are saved, and the money is taken twice."""
    await desk.open_round()
    reference = await desk.ready()
    decisions = [
        funding.a_decision(reference, recorded_at=f"2026-11-05T17:0{n}:00Z", awarded_pence=pence)
        for n, pence in enumerate((1_000_000, 2_500_000, 2_000_000))
    ]
    events = [desk.delivery("decision", each) for each in decisions]
    async with desk.replicas() as running:
        await asyncio.gather(
            *(running[n % replicas].processor.process(event) for n, event in enumerate(events * 2))
        )
        await desk.settle()
    rows = await desk.rows("decision")
    assert sorted(row["status"] for row in rows) == ["replaced", "replaced", "stands"]
    [in_force] = [row for row in rows if row["status"] == "stands"]
    assert in_force["awarded_pence"] == 2_000_000, "the one that was recorded last"
    assert await desk.held() == 2_000_000


async def test_draft_moved_into_a_newer_round(desk: Desk) -> None:
    """Elsewhere a form begun for one round is taken into the next one, by that one's terms."""
    await desk.open_round()
    newer = funding.a_round(
        round="2027-SPR",
        opens_at="2026-10-17T09:00:00+01:00",
        deadline="2027-02-12T12:00:00+00:00",
    )
    await desk.tell("round", newer)
    late = funding.a_hub(submitted_at="2026-10-20T10:00:00+01:00")
    await desk.apply(late)
    assert await desk.state() == "ineligible"
    [refused] = await desk.said("application.ineligible")
    assert (refused["round"], refused["reasons"][0]["code"]) == ("2026-AUT", "late")
    assert await desk.tell("form", late | {"round": "2027-SPR"}) == "parked"
    assert await desk.reasons() == ["form-reference-reused"]
    assert len(await desk.rows("application")) == 1


async def test_consent_of_an_older_round_does_not_come_along(desk: Desk) -> None:
    """Elsewhere the partners' consents of the draft count in the newer round."""
    await desk.open_round()
    newer = funding.a_round(
        round="2027-SPR",
        opens_at="2026-10-17T09:00:00+01:00",
        deadline="2027-02-12T12:00:00+00:00",
    )
    await desk.tell("round", newer)
    moved = funding.a_hub(round="2027-SPR", submitted_at="2026-10-20T10:00:00+01:00")
    await desk.apply(moved)
    [refused] = await desk.said("application.ineligible")
    assert {each["code"] for each in refused["reasons"]} == {"consent-before-round"}
