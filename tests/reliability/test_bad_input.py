"""Hundreds of malformed events through the real broker: each is parked for a reason that helps."""

import asyncio
from datetime import UTC, datetime

import aio_pika
import pytest
from sqlmodel import select

from chassis.contracts.cloudevents import parse
from chassis.contracts.event import InvalidEvent
from chassis.messaging.topology import EVENTS, SYSTEMS
from chassis.storage.tables import InboxRow
from support.bus import context_of
from support.repetitions import repetitions
from support.sample_service import rows

from .corpus import CANARY, OWNERS, WITHDRAWN, Case, contracts, corpus, example

GOOD = {
    "applications": "council.casework.round.opened.v1",
    "schools": "council.inspections.inspection.published.v1",
    "notifications": "council.directory.person.updated.v1",
}


async def send(bus, case: Case) -> None:
    channel = await bus.channel(context_of(case.routing_key))
    exchange = await channel.get_exchange(EVENTS, ensure=False)
    message = aio_pika.Message(case.body, headers=case.headers, content_type=case.content_type)
    await exchange.publish(message, case.routing_key)


async def state_of(service, event_type: str, event_id: str) -> str | None:
    """The fate of one event, asked for cheaply: the service shares this loop."""
    row = select(InboxRow.state).where(
        InboxRow.event_id == event_id, InboxRow.event_type == event_type
    )
    async with service.store.reading() as session:
        return (await session.exec(row)).first()


def key_of(case: Case) -> str:
    """Where its row lies: under its identity where the envelope can be read."""
    try:
        return parse(case.delivery, now=datetime.now(UTC)).key
    except InvalidEvent as bad:
        return bad.identity.key


def id_of(case: Case) -> str:
    """The id by which its publisher is told of it: its own, or else its key."""
    try:
        return parse(case.delivery, now=datetime.now(UTC)).id
    except InvalidEvent as bad:
        return bad.identity.id or bad.identity.key


def wrong_about(case: Case, row) -> str:
    """What is wrong with what became of a case; empty where it is right."""
    said = " ".join(reason["message"] for reason in row.reasons)
    if row.state != "parked":
        return f"is {row.state}"
    if not any(word in said for word in case.words):
        return f"is parked without naming {case.words}: {said}"
    return f"tells a value: {said}" if CANARY in said else ""


def corpus_for(dialect: str) -> list[Case]:
    """In a short round every other case, those that the other store leaves out."""
    return corpus()[int(dialect == "postgresql") :: repetitions(2, 1)]


def test_the_corpus_breaks_every_contract_in_hundreds_of_ways():
    cases = corpus()
    assert len(cases) > 800
    assert {case.routing_key for case in cases} == {kind for _, kind, _ in contracts()}
    assert len({case.name for case in cases}) == len(cases)


@pytest.mark.timeout(900)
async def test_each_bad_event_is_parked_with_a_reason_and_stops_nothing(stack, bus, eventually):
    services = await stack(*OWNERS)
    cases = corpus_for(services["applications"].store.dialect)
    for start in range(0, len(cases), 50):
        await asyncio.gather(*(send(bus, case) for case in cases[start : start + 50]))
    for event_type in GOOD.values():
        data = example(event_type)
        await bus.publish(event_type, data, subject=next(iter(data.values())), id="the last")

    async def last_are_in() -> bool:
        return all([await state_of(services[name], GOOD[name], "the last") for name in OWNERS])

    await eventually(last_are_in, 240)
    for name in OWNERS:
        assert await state_of(services[name], GOOD[name], "the last") in {"applied", "waiting"}
    keys = {(case.owner, key_of(case)): case for case in cases}
    fates: dict[tuple[str, str], InboxRow] = {}

    async def all_have_a_fate() -> bool:  # the last may have overtaken some that came with it
        for name in OWNERS:
            fates.update({(name, row.key): row for row in await rows(services[name])})
        return keys.keys() <= fates.keys()

    await eventually(all_have_a_fate)
    said = {case.name: wrong_about(case, fates[key]) for key, case in keys.items()}
    assert {name: wrong for name, wrong in said.items() if wrong} == {}
    kept = [row for service in services.values() for row in await rows(service)]
    assert [each.reasons for each in kept if CANARY in f"{each.reasons} {each.traceback}"] == []
    await told(bus, eventually, {id_of(case) for case in cases})


async def told(bus, eventually, expected: set[str]) -> None:
    """Each publisher reads its own rejections, of each parked event, and no values.

    Rejections are delivered at least once: a relay that saw no confirm sends again.
    """
    heard: list[dict[str, object]] = []

    async def all_told() -> bool:
        for system in SYSTEMS:
            rejections = await bus.rejections(system)
            assert {context_of(str(each["event_type"])) for each in rejections} <= {system}
            heard.extend(rejections)
        return {str(each["event_id"]) for each in heard} == expected

    await eventually(all_told)
    assert CANARY not in str([each["reasons"] for each in heard])


async def test_copies_are_applied_once_and_an_id_used_again_is_parked(stack, bus, eventually):
    services = await stack("applications")
    event_type = GOOD["applications"]
    same = {"id": "same", "subject": "2026-AUT", "time": "2026-11-02T09:00:00Z"}
    for _ in range(3):
        await bus.publish(event_type, example(event_type), **same)
    other = example(event_type) | {"title": "Another title"}
    await bus.publish(event_type, other, **same)
    await bus.publish(WITHDRAWN, b"{", id="the last")

    async def last_is_in() -> bool:
        return "the last" in [row.event_id for row in await rows(services["applications"])]

    await eventually(last_is_in)

    async def fates() -> list[tuple[str, list[str]]]:
        found = [row for row in await rows(services["applications"]) if row.event_id == "same"]
        return sorted((row.state, [r["code"] for r in row.reasons]) for row in found)

    async def both_have_a_fate() -> bool:
        return await fates() == [("applied", []), ("parked", ["id-reused"])]

    await eventually(both_have_a_fate)
