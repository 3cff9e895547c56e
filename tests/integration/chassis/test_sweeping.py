"""A sweep comes to everything: what cannot be opened or acted on holds up nobody behind it."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import update

from chassis import retention, sweeper
from chassis.operations.inbox import Choice, replay
from chassis.storage.tables import InboxRow, OutboxRow
from support.sample_service import (
    CONDITION_MET,
    WITHDRAWN,
    Condition,
    condition,
    outbox,
    rows,
    states,
    things,
    withdrawal,
)

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def few(monkeypatch):
    """Batches so small that a test fills them."""
    monkeypatch.setattr(sweeper, "BATCH", 5)
    monkeypatch.setattr(retention, "BATCH", 5)


async def wait(service, counting, number, first=0):
    """Events that wait for forms of their own."""
    for each in range(first, first + number):
        early = counting.delivery(CONDITION_MET, condition(f"FORM-{each}"), id=f"C-{each:02}")
        assert await service.processor.process(early) == "waiting"


async def test_what_no_key_opens_is_parked_and_holds_up_nobody(make_service, counting, few):
    lost, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    await wait(await make_service(run=False, key=lost), counting, 12)
    service = await make_service(run=False, key=new)
    await wait(service, counting, 1, first=12)
    async with service.work() as work:
        await work.changed(*(f"form:FORM-{each}" for each in range(13)))
    form = counting.delivery(WITHDRAWN, withdrawal("FORM-12"))
    await service.processor.process(form)
    await service.sweep.once()
    assert (await things(service))["FORM-12/COND-1"] == 1
    parked = [row.reasons[0]["code"] for row in await rows(service) if row.state == "parked"]
    assert parked == ["key-missing"] * 12

    found = await make_service(run=False, key=f"{new},{lost}")
    await replay(found.store, Choice(reason="key-missing"))
    await found.sweep.once()
    assert list((await states(found)).values()).count("waiting") == 12


async def test_those_that_we_fail_to_act_on_hold_up_no_telling(make_service, counting, few):
    service = await make_service(run=False)
    await wait(service, counting, 12)

    async def fails(given: Condition, _work: object) -> None:
        if given.application != "FORM-11":
            raise RuntimeError

    counting.inbox.on_overdue(CONDITION_MET)(fails)
    service.clock = lambda: datetime.now(UTC) + timedelta(hours=25)
    await service.sweep.once()
    assert [row.event_id for row in await rows(service) if row.overdue] == ["C-11"]


async def settled(service, number, at, **more):
    """Rows of events and messages that were done with then."""
    async with service.store.writing() as session:
        for each in range(number):
            name = f"{at.isoformat()}/{each}"
            session.add(InboxRow(key=name, state="applied", content_hash="h", event_type=WITHDRAWN,
                                 received_at=at, settled_at=at))  # fmt: skip
            session.add(OutboxRow(event_id="e", exchange="x", routing_key="r", event_type="t",
                                  subject="s", created_at=at, headers="{}", body=b"",
                                  sent_at=at, **more))  # fmt: skip


async def test_old_events_and_messages_are_deleted_a_batch_at_a_time(make_service, counting, few):
    service = await make_service(run=False)
    service.clock = lambda: NOW
    await settled(service, 12, NOW - timedelta(days=401))
    await settled(service, 3, NOW - timedelta(days=80))
    left = []
    for more in (True, True, False, False):
        assert await service.retention.once() is more
        left.append((len(await rows(service)), len(await outbox(service))))
    assert left == [(10, 10), (5, 5), (3, 3), (3, 3)]


async def test_what_waited_long_is_kept_from_when_it_was_settled(make_service, counting):
    service = await make_service(run=False)
    service.clock = lambda: NOW
    await settled(service, 1, NOW - timedelta(days=401))
    async with service.store.writing() as session:
        await session.execute(update(InboxRow).values(settled_at=NOW - timedelta(days=1)))
        await session.execute(update(OutboxRow).values(sent_at=NOW - timedelta(days=1)))
    await service.retention.once()
    assert (len(await rows(service)), len(await outbox(service))) == (1, 1)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)  # it says its plan without rows
async def test_the_indexes_answer_what_is_old(make_service):
    service = await make_service(run=False)
    plans = []
    for old in (retention.old_events(NOW), retention.old_messages(NOW)):
        compiled = old.compile(service.store.engine, compile_kwargs={"render_postcompile": True})
        async with service.store.reading() as session:
            connection = await session.connection()
            told = await connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {compiled}", tuple(_kept(v) for v in compiled.params.values())
            )
            plans.append(" ".join(str(row[-1]) for row in told))
    assert "ix_inbox_state (state=? AND received_at<?)" in plans[0]
    assert "ix_outbox_created (created_at<?)" in plans[1]


def _kept(value):
    return value.isoformat(" ") if isinstance(value, datetime) else value
