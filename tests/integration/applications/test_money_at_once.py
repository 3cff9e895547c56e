"""Everything that takes or frees money at once: never too much held, and told as it stands."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import orjson

from chassis.contracts.event import Delivery
from integration.applications.desk import Desk
from support import funding

CEILING = 5_500_000
CATEGORY = {
    "category": "developing-school",
    "most_per_award_pence": 2_500_000,
    "ceiling_pence": CEILING,
}
LEADS = [f"{130_000 + number}" for number in range(8)]
HOLDING = {"offered", "accepted"}


def votes(*persons: str) -> list[dict[str, str]]:
    """All of them for."""
    return [{"person": person, "vote": "for"} for person in persons]


def form(lead: str, name: str, day: int) -> dict[str, Any]:
    """A developing school's form."""
    reference, at = f"{name}-{lead}", f"2026-10-{day:02}T12:00:00Z"
    return funding.a_developing_school(lead_school=lead, form_reference=reference, submitted_at=at)


def said_of(desk: Desk, reference: str, lead: str, chance: random.Random) -> Iterator[Delivery]:
    """A decision that an interest may undo, its release, an answer, and what may cross them."""
    fragile, firm = votes("p-1001", "p-1002"), votes("p-1001", "p-1002", "p-1004")
    pence = chance.choice([500_000, 1_000_000, 2_000_000])
    first = funding.a_decision(reference, awarded_pence=pence, votes=chance.choice([fragile, firm]))
    yield desk.delivery("decision", first)
    yield desk.delivery("release", funding.a_release(reference))
    answer = chance.choice(["accepted", "accepted", "declined"])
    yield desk.delivery("answer", funding.an_answer(reference, answer=answer))
    later = {"awarded_pence": 1_500_000, "votes": firm, "recorded_at": "2026-11-05T18:00:00Z"}
    declared = chance.choice(["2026-11-05T20:00:00Z", "2026-11-07T00:00:00Z"])
    crossing = [
        ("decision", funding.a_decision(reference, **later)),
        ("interest", funding.an_interest(reference, person="p-1002", declared_at=declared)),
        ("withdrawal", funding.a_withdrawal(f"FIRST-{lead}")),
        ("form", form(lead, "SECOND", 5)),
    ]
    for kind, data in crossing:
        if chance.random() < 0.35:
            yield desk.delivery(kind, data)


async def watch(desk: Desk, seen: list[int]) -> None:
    """What is held, over and over, as any reader may see it."""
    while True:
        seen.append(await desk.held())
        await asyncio.sleep(0.02)


async def told(desk: Desk) -> dict[str, dict[str, Any]]:
    """The newest state that was published of each application."""
    newest: dict[str, dict[str, Any]] = {}
    for row in sorted(await desk.rows("outbox"), key=lambda row: row["seq"]):
        body = orjson.loads(row["body"])
        if "form_reference" in body:
            newest[body["application"]] = body
    return newest


async def at_once(desk: Desk, events: list[Delivery]) -> int:
    """Hand everything to three replicas together; the most that was ever held meanwhile."""
    seen: list[int] = []
    async with desk.replicas() as replicas:
        watching = asyncio.ensure_future(watch(desk, seen))
        await asyncio.gather(
            *(replicas[n % 3].processor.process(event) for n, event in enumerate(events))
        )
        await desk.settle()
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
    return max(seen)


async def a_busy_day(desk: Desk) -> list[Delivery]:
    """Everything twice and in no order, the same at every run."""
    chance = random.Random(3)
    references = [await desk.ready(form(lead, "FIRST", 1)) for lead in LEADS]
    both = zip(references, LEADS, strict=True)
    events = [each for reference, lead in both for each in said_of(desk, reference, lead, chance)]
    return chance.sample(events * 2, len(events) * 2)


async def test_money_that_moves_at_once_is_never_too_much_and_told_as_it_stands(
    desk: Desk,
) -> None:
    await desk.open_round(budget_pence=6_000_000, categories=[CATEGORY])
    await desk.schools(*LEADS)
    assert await at_once(desk, await a_busy_day(desk)) <= CEILING
    published, rows = await told(desk), await desk.rows("application")
    for row in rows:
        public = published[row["application"]]
        assert public["state"] == row["state"]
        if row["state"] in HOLDING:
            assert row["held_pence"] == public["awarded_pence"]
        elif row["state"] != "decided":
            assert row["held_pence"] == 0
    accepted = [row["application"] for row in rows if row["state"] == "accepted"]
    awards = [row["application"] for row in await desk.rows("award")]
    assert sorted(awards) == sorted(accepted)
