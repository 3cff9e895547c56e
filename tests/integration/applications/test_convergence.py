"""Any order and any duplication of a journey's events leaves the store in the same state."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chassis.contracts.event import Delivery
from integration.applications.desk import SCHOOLS, Desk
from support import funding
from support.repetitions import repetitions
from support.stores import StoreUrl

CONDITIONS = [{"code": "COND-1", "text": "Send a revised budget", "due": "2026-12-01"}]
SECOND = "2027-01-29T15:00:00+00:00"
Journey = list[tuple[str, dict[str, Any]]]
JOURNEY: Journey = [
    *(("school", funding.a_school(urn)) for urn in SCHOOLS[:4]),
    ("panel", funding.a_panel()),
    ("round", funding.a_round()),
    ("form", funding.a_hub()),
    ("interest", funding.an_interest()),
    ("interest", funding.an_interest(person="p-2003", nature="family")),
    *(("review", funding.a_review(person)) for person in ("p-2001", "p-2002", "p-2003")),
    (
        "decision",
        funding.a_decision(outcome="approved-with-conditions", conditions=CONDITIONS),
    ),
    ("release", funding.a_release()),
    ("answer", funding.an_answer()),
    ("condition", funding.a_condition_met()),
    ("evidence", funding.some_evidence()),
    ("assessment", funding.an_assessment(result="returned")),
    ("evidence", funding.some_evidence(submitted_at=SECOND)),
    ("assessment", funding.an_assessment(evidence_submitted_at=SECOND)),
    ("payment", funding.a_payment(payment_reference="BACS-1", amount_pence=400_000)),
    ("payment", funding.a_payment(payment_reference="BACS-2")),
    ("payment", funding.a_payment(payment_reference="BACS-3", amount_pence=433_333)),
    ("failure", funding.a_failed_payment(payment_reference="BACS-2")),
]
VERSIONS = {"converted": 2, "closed": 2, "changed": 3}  # of a school's state
COMPARED = (
    "application",
    "interest",
    "review",
    "decision",
    "appeal",
    "waiver",
    "condition_met",
    "award",
    "milestone",
    "evidence",
    "assessment",
    "payment",
    "fact",
    "school",
    "party",
    "novation",
    "partner_answer",
    "award_fact",
    "recovery",
    "timer",
)


def deliveries(desk: Desk, journey: Journey = JOURNEY) -> list[Delivery]:
    """The journey in its own order, with the same ids and times in every run."""
    return [
        desk.delivery(kind, data, id=f"event-{number}", aggregateversion=VERSIONS.get(kind, 1))
        for number, (kind, data) in enumerate(journey)
    ]


async def play(
    arrivals: list[int] | None = None, journey: Journey = JOURNEY
) -> dict[str, list[str]]:
    """The store after the journey's events came in this order."""
    with TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/applications.sqlite"
        desk = await Desk.on(url, Path(folder))
        events = deliveries(desk, journey)
        for number in arrivals or range(len(events)):
            await desk.service.processor.process(events[number])
        kept = await known(desk)
        await desk.close()
        return kept


async def known(desk: Desk) -> dict[str, list[str]]:
    """All that is known once nothing is ready any more."""
    await desk.settle()
    kept = {table: sorted(map(str, await shown(desk, table))) for table in COMPARED}
    for state in ("parked", "waiting"):
        kept[state] = [str(row) for row in await desk.rows("inbox", state=state)]
    return kept


async def shown(desk: Desk, table: str) -> list[dict[str, Any]]:
    """Its rows; which event set a timer last is not part of what is known."""
    rows = await desk.rows(table)
    return [{name: row[name] for name in row if name != "causation_id"} for row in rows]


@settings(
    max_examples=repetitions(5, 40),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a shrink would take minutes
)
@given(
    st.permutations(range(len(JOURNEY))),
    st.lists(st.integers(0, len(JOURNEY) - 1), max_size=5),
)
async def test_a_journey_converges(order: list[int], again: list[int]) -> None:
    assert await play([*order, *again]) == await play()


async def test_a_journey_that_comes_all_at_once_to_three_replicas_converges(
    desk: Desk, store_url: StoreUrl, tmp_path: Path
) -> None:
    async with desk.replicas() as replicas:
        await asyncio.gather(
            *(
                replicas[number % 3].processor.process(delivery)
                for number, delivery in enumerate(deliveries(desk) * 2)
            )
        )
    in_order = await Desk.on(store_url("in_order"), tmp_path)
    for delivery in deliveries(in_order):
        await in_order.service.processor.process(delivery)
    assert await known(desk) == await known(in_order)
    await in_order.close()


async def test_forms_of_one_school_that_come_at_once_leave_one_live(desk: Desk) -> None:
    await desk.open_round()
    forms = [
        funding.a_hub(form_reference=f"FORM-{hour:02}", submitted_at=f"2026-10-01T{hour:02}:00:00Z")
        for hour in range(12)
    ]
    async with desk.replicas() as replicas:
        outcomes = await asyncio.gather(
            *(
                replicas[number % 3].processor.process(desk.delivery("form", form))
                for number, form in enumerate(forms)
            )
        )
    rows = await desk.rows("application")
    live = [row["form_reference"] for row in rows if row["state"] == "received"]
    assert set(outcomes) == {"applied"}
    assert live == ["FORM-11"]
    assert len({row["application"] for row in rows}) == 12
