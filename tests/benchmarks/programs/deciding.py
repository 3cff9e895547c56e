"""Ours: approvals of one round from several connections, with quorum, budget and ledger."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from applications.views.ledger import check
from benchmarks.harness import Figures, given, report
from benchmarks.programs.profiling import profiled
from benchmarks.programs.stopwatch import Stopwatch
from chassis.contracts.event import Delivery
from integration.applications.desk import Desk
from support import funding

EACH_PENCE = 10_000
VOTES = [{"person": f"p-100{number}", "vote": "for"} for number in (1, 2, 4)]
Process = Callable[[Delivery], Awaitable[Any]]


async def decide(database_url: str, count: int, connections: int) -> Figures:
    """Applications that are ready, then all their approvals at once; half of them fit in."""
    with tempfile.TemporaryDirectory() as folder:
        desk = await Desk.on(database_url, Path(folder))
        decisions = await _ready(desk, count)
        async with desk.replicas(connections) as replicas:
            waiting = iter(decisions)
            watch = Stopwatch()
            await asyncio.gather(*(_work(each.processor.process, waiting) for each in replicas))
            figures = watch.read()
        rows = await desk.rows("application", state="decided")
        async with desk.service.store.reading() as session:
            differences = await check(session)
        await desk.close()
    if len(rows) != count // 2 or differences:
        raise RuntimeError(f"{len(rows)} of {count} were approved; {differences}")
    return figures


async def _ready(desk: Desk, count: int) -> Sequence[Delivery]:
    category = {"category": "developing-school", "most_per_award_pence": 2_000_000}
    leads = [f"{200_000 + number}" for number in range(count)]
    await desk.schools(*leads)
    await desk.tell("panel", funding.a_panel())
    budget = count // 2 * EACH_PENCE
    await desk.tell("round", funding.a_round(budget_pence=budget, categories=[category]))
    found = []
    for lead in leads:
        form = funding.a_developing_school(lead_school=lead, form_reference=f"FORM-{lead}")
        reference = await desk.ready(form)
        decision = funding.a_decision(reference, awarded_pence=EACH_PENCE, votes=VOTES)
        found.append(desk.delivery("decision", decision))
    return found


async def _work(process: Process, waiting: Iterator[Delivery]) -> None:
    for delivery in waiting:
        await process(delivery)


if __name__ == "__main__":
    wanted = given()
    with profiled():
        report(asyncio.run(decide(**wanted)))
