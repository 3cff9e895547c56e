"""The counts of `attain status`, from the services' stores and from the broker's queues."""

import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel

from attain.settings.folder import DataFolder
from attain.settings.plan import Plan
from attain.stack.backlog import Backlog, backlogs, queue_depths
from chassis.messaging import definitions, topology
from chassis.storage import InboxRow, OutboxRow, Store
from notifications.domain.states import DELIVERED, QUEUED
from notifications.store import DeliveryRow, NoticeRow
from support.bus import Bus
from support.stores import StoreUrl

NOW = datetime.now(UTC)


def inbox_row(state: str, *codes: str, overdue: bool = False) -> InboxRow:
    return InboxRow(
        key=uuid.uuid4().hex,
        state=state,
        content_hash="0",
        event_type="council.forms.application.received.v1",
        received_at=NOW,
        overdue=overdue,
        reasons=[{"code": code, "message": "."} for code in codes],
    )


def outbox_row(*, is_sent: bool = False, is_aside: bool = False) -> OutboxRow:
    return OutboxRow(
        event_id=uuid.uuid4().hex,
        exchange=topology.EVENTS,
        routing_key="k",
        event_type="k",
        subject="s",
        created_at=NOW,
        headers="{}",
        body=b"{}",
        sent_at=NOW if is_sent else None,
        set_aside_at=NOW if is_aside else None,
    )


def mails(*states: str) -> list[SQLModel]:
    notice = uuid.uuid4().hex
    described: dict[str, Any] = dict.fromkeys(
        ("event_source", "event_id", "event_type", "template", "reference", "correlation_id"), "x"
    )
    rows: list[SQLModel] = [
        NoticeRow(id=notice, **described, audiences=[], scopes=[], facts={}, created_at=NOW)
    ]
    for number, state in enumerate(states):
        rows.append(
            DeliveryRow(
                id=uuid.uuid4().hex,
                notice=notice,
                person=f"p-{number}",
                channel="email",
                role="operator",
                state=state,
                message_id="m",
                created_at=NOW,
                due_at=NOW,
            )
        )
    return rows


async def keep(url: str, *rows: SQLModel) -> None:
    store = Store(url)
    async with store.writing() as session:
        for row in rows:
            session.add(row)
            await session.flush()
    await store.close()


async def counted(store_url: StoreUrl, depths: dict[str, int] | None) -> dict[str, Backlog]:
    urls = {service: store_url(service) for service in topology.SERVICES}
    template = urls["reporting"].replace("reporting", "{service}")
    return await backlogs(DataFolder(Path("unused")), Plan({}, template), depths)


async def test_unfinished_events_are_counted_by_their_state(store_url: StoreUrl) -> None:
    await keep(
        store_url("applications"),
        inbox_row("applied"),
        inbox_row("waiting", "waiting"),
        inbox_row("ready"),
        inbox_row("waiting", "waiting", overdue=True),
        inbox_row("parked", "schema"),
        inbox_row("parked", "unknown-type"),
        inbox_row("discarded", "schema"),
        outbox_row(),
        outbox_row(is_sent=True),
        outbox_row(is_aside=True),
    )
    found = await counted(store_url, {})
    assert found["applications"] == Backlog(
        waiting=2, parked=3, overdue=1, set_aside=1, queue=0, unrouted=1
    )
    assert found["schools"] == Backlog(0, 0, 0, 0, 0, 0)


async def test_mails_that_wait_are_counted_and_delivered_ones_are_not(store_url: StoreUrl) -> None:
    await keep(store_url("notifications"), *mails(QUEUED, QUEUED, DELIVERED))
    found = await counted(store_url, {})
    assert found["notifications"].mails_undelivered == 2
    assert found["reporting"].mails_undelivered is None


async def test_queues_of_a_service_are_added_up_and_those_of_others_left_out(
    store_url: StoreUrl,
) -> None:
    depths = {
        "schools.inbox": 3,
        "schools.inbox.casework": 4,
        "schools.unrouted": 5,
        "reporting.inbox": 6,
        "schools.parked": 7,
    }
    found = await counted(store_url, depths)
    assert (found["schools"].queue, found["schools"].unrouted) == (7, 5)
    assert (found["reporting"].queue, found["reporting"].unrouted) == (6, 0)


async def test_counts_of_a_store_that_does_not_answer_are_unknown(tmp_path: Path) -> None:
    template = f"sqlite+aiosqlite:///{tmp_path}/nowhere/{{service}}.sqlite"
    found = await backlogs(DataFolder(tmp_path), Plan({}, template), None)
    assert found["applications"] == Backlog()


async def test_depth_of_every_declared_queue_is_asked_of_the_broker(bus: Bus) -> None:
    await bus.publish("council.casework.concern.raised.v1", {"n": 1})
    depths = await queue_depths(bus.vhost.url("operator"))
    assert depths is not None
    assert set(depths) == {queue["name"] for queue in definitions.queues()}
    inboxes = [n for name, n in depths.items() if name.startswith("schools.inbox")]
    assert sum(inboxes) == 1


async def test_broker_that_does_not_answer_has_no_depths() -> None:
    assert await queue_depths("amqp://operator:x@127.0.0.1:1/council") is None
