"""Sending journalled events once more into one queue, past topic permissions."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import aio_pika
import orjson
import pytest

from chassis.operations.resend import Chosen, ResendingError, operators_url, resend
from chassis.storage.database import Store
from chassis.storage.tables import OutboxRow, metadata

OPENED, CLOSED = "council.applications.round.opened.v1", "council.applications.round.closed.v1"
QUEUE = "notifications.inbox.attain"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
async def store(store_url):
    opened = Store(store_url("applications"))
    async with opened.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    async with opened.writing() as session:
        session.add(sent("e-1", OPENED, NOW - timedelta(days=2)))
        session.add(sent("e-2", OPENED, NOW))
        session.add(sent("e-3", CLOSED, NOW))
        session.add(sent("e-4", CLOSED, NOW, sent_at=None))
    yield opened
    await opened.close()


def sent(event_id, event_type, created_at, **more):
    said = {"sent_at": created_at, "exchange": "council.events"} | more
    return OutboxRow(
        event_id=event_id,
        routing_key=event_type,
        event_type=event_type,
        subject="2026-AUT",
        created_at=created_at,
        headers=orjson.dumps({"ce-id": event_id, "ce-type": event_type}).decode(),
        body=b"{}",
        **said,
    )


async def lying_in(vhost, queue):
    connection = await aio_pika.connect(vhost.url("admin"))
    async with connection:
        channel = await connection.channel()
        found = await channel.get_queue(queue, ensure=True)
        messages = []
        while message := await found.get(fail=False, no_ack=True):
            messages.append(message)
        return messages


async def test_sent_events_go_once_more_to_that_queue_alone(store, vhost):
    count = await resend(store, vhost.url("admin"), QUEUE, Chosen(NOW))

    messages = await lying_in(vhost, QUEUE)
    assert count == 2
    assert [message.message_id for message in messages] == ["e-2", "e-3"]
    assert await lying_in(vhost, "schools.inbox.casework") == []


async def test_their_types_stay_their_routing_keys(store, vhost):
    await resend(store, vhost.url("admin"), QUEUE, Chosen(NOW, CLOSED))

    [message] = await lying_in(vhost, QUEUE)
    assert (message.routing_key, message.headers["ce-type"]) == (CLOSED, CLOSED)
    assert message.delivery_mode == aio_pika.DeliveryMode.PERSISTENT


async def test_a_services_own_credentials_do_not_suffice(store, vhost):
    with pytest.raises(ResendingError, match="operator"):
        await resend(store, vhost.url("applications"), QUEUE, Chosen(NOW))

    assert await lying_in(vhost, QUEUE) == []


async def test_a_queue_that_is_not_there_is_named(store, vhost):
    with pytest.raises(ResendingError, match=r"nowhere\.inbox"):
        await resend(store, vhost.url("admin"), "nowhere.inbox", Chosen(NOW))


async def test_a_broker_that_is_not_there_is_said_so(store):
    with pytest.raises(ResendingError, match="does not answer"):
        await resend(store, "amqp://operator:x@127.0.0.1:1/council", QUEUE, Chosen(NOW))


def test_the_operators_address_comes_from_the_stacks_credentials(tmp_path: Path):
    (tmp_path / "credentials.json").write_text('{"passwords": {"operator": "p/w"}}')

    found = operators_url("amqp://schools:x@127.0.0.1:5999/council", "schools", tmp_path)

    assert found == "amqp://operator:p%2Fw@127.0.0.1:5999/council"


def test_an_address_that_somebody_set_is_used_as_it_is(tmp_path: Path):
    theirs = "amqp://guest:guest@bus.example/council"

    assert operators_url(theirs, "schools", tmp_path) == theirs


def test_without_a_stack_there_is_no_operators_address(tmp_path: Path):
    assert operators_url("amqp://schools:x@bus/council", "schools", tmp_path) is None
