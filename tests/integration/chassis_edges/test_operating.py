"""What operators do to the inbox, on both stores, and that the running service acts on it."""

from datetime import UTC, datetime, timedelta

import pytest

from chassis.contracts.identity import REUSED
from chassis.operations.inbox import Choice, discard, replay, unsettled
from chassis.operations.status import grouped, measure
from chassis.storage.database import Store
from chassis.storage.tables import InboxRow, OutboxRow, metadata

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
async def store(store_url):
    opened = Store(store_url("schools"))
    async with opened.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield opened
    await opened.close()


async def arrive(store, number, state="parked", code="schema"):
    async with store.writing() as session:
        for each in range(number):
            session.add(
                InboxRow(
                    key=f"{state}-{each:05}",
                    state=state,
                    content_hash="h",
                    event_type="council.forms.x.y.v1",
                    received_at=NOW + timedelta(seconds=each),
                    reasons=[{"code": code, "message": "…"}],
                    body=b"sealed",
                )
            )


async def test_a_list_is_whole_however_long(store):
    await arrive(store, 1_200)

    rows = await unsettled(store, Choice(state="parked"))

    assert [row.key for row in rows] == [f"parked-{each:05}" for each in range(1_200)]


async def test_many_are_replayed_at_once(store):
    await arrive(store, 1_200)

    assert len(await replay(store, Choice(reason="schema"))) == 1_200
    assert await unsettled(store, Choice(state="parked")) == []


async def test_what_was_discarded_is_neither_replayed_nor_discarded_again(store):
    await arrive(store, 1)

    assert await discard(store, "parked-00000", "a mistake")
    assert not await discard(store, "parked-00000", "a mistake")
    assert await replay(store, Choice(keys=["parked-00000"])) == []


async def test_what_bears_another_events_id_is_never_replayed(store):
    await arrive(store, 2)
    async with store.writing() as session:
        (await session.get(InboxRow, "parked-00000")).reasons = [REUSED._asdict()]

    assert await replay(store, Choice()) == ["parked-00001"]


async def test_what_waits_too_long_counts_as_parked_everywhere(store):
    await arrive(store, 1)
    await arrive(store, 2, state="waiting", code="waiting")
    async with store.writing() as session:
        (await session.get(InboxRow, "waiting-00001")).overdue = True

    assert (await measure(store, NOW)).inbox == {"parked": 2, "waiting": 1}
    assert (await measure(store, NOW)).overdue == 1
    parked = {row.key for row in await unsettled(store, Choice(state="parked"))}
    assert parked == {row.key for group in await grouped(store, 9) if group.state == "parked"
                      for row in group.newest} == {"parked-00000", "waiting-00001"}  # fmt: skip
    assert [row.key for row in await unsettled(store, Choice(state="waiting"))] == ["waiting-00000"]
    overdue = await unsettled(store, Choice(reason="overdue"))
    assert [row.key for row in overdue] == ["waiting-00001"]


async def test_a_page_holds_the_newest_of_each_reason_and_the_number_of_all(store):
    await arrive(store, 30)
    await arrive(store, 1, state="ready", code="our-failure")

    found = await grouped(store, 3)

    assert [(each.state, each.code, each.number) for each in found] == [
        ("parked", "schema", 30),
        ("ready", "our-failure", 1),
    ]
    assert [row.key for row in found[0].newest] == ["parked-00029", "parked-00028", "parked-00027"]
    assert not hasattr(found[0].newest[0], "body")


async def test_a_list_leaves_bodies_and_tracebacks_in_the_store(store):
    await arrive(store, 1)

    [row] = await unsettled(store, Choice())

    assert not {"body", "traceback"} & row.__dict__.keys()


async def test_what_lies_here_is_counted_on_both_stores(store):
    await arrive(store, 3)
    async with store.writing() as session:
        session.add(
            OutboxRow(
                event_id="e", exchange="x", routing_key="r", event_type="t", subject="s",
                created_at=NOW - timedelta(minutes=1), headers="{}", body=b"",
            )
        )  # fmt: skip

    backlog = await measure(store, NOW)

    assert backlog.inbox == {"parked": 3}
    assert (backlog.pending, backlog.oldest_seconds) == (1, 60.0)
