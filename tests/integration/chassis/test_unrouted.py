"""An event that no queue is bound to: parked by one service, and its publisher told."""

import aio_pika
import orjson
import pytest

from chassis import Inbox
from chassis.inbox.unrouted import Unrouted
from chassis.messaging.topology import UNROUTED
from chassis.operations.inbox import Choice, replay
from support.keys import KEY
from support.sample_service import WITHDRAWN, build, make_tables, outbox, rows, things, withdrawal

UNKNOWN = "council.forms.application.renamed.v1"


@pytest.fixture
def unrouted(counting):
    """The applications service's judgement; it handles the types of the counting service."""

    def made(service, **others):
        return Unrouted(service.processor, {service.name: counting.inbox.types} | others)

    return made


async def test_unknown_type_is_parked_replayable_and_told_to_its_publisher(
    make_service, counting, unrouted
):
    service = await make_service(run=False)
    delivery = counting.delivery(UNKNOWN, {"a": 1}, id="new")
    assert await unrouted(service).process(delivery) == "parked"
    [row] = await rows(service)
    assert (row.state, row.event_id, row.event_type) == ("parked", "new", UNKNOWN)
    assert row.reasons[0]["code"] == "unknown-type"
    told = await outbox(service)
    assert {each.exchange for each in told} == {"council.events", "council.rejections"}
    assert {each.routing_key for each in told if each.exchange != "council.events"} == {"forms"}
    body = orjson.loads(told[0].body)
    assert (body["event_id"], body["event_type"], body["replayable"]) == ("new", UNKNOWN, True)


async def test_unknown_type_on_the_bus_reaches_its_owner_and_its_publisher_reads_why(
    make_service, bus, eventually
):
    service = await make_service()
    await bus.publish(UNKNOWN, {"a": 1}, subject="FORM-1", id="new")
    [told] = await eventually(lambda: bus.rejections("forms"))
    assert (told["event_id"], told["reasons"][0]["code"]) == ("new", "unknown-type")
    assert [(row.event_id, row.state) for row in await rows(service)] == [("new", "parked")]


@pytest.fixture
async def former_queue(vhost, bus):
    """The queue of earlier releases; `await former_queue(delivery)` puts an event into it."""
    vhost.broker.http("PUT", f"/api/queues/{vhost.name}/{UNROUTED}", json={"durable": True})
    channel = await bus.channel("operator")
    exchange = await channel.declare_exchange("former", "fanout", auto_delete=True)
    await (await channel.get_queue(UNROUTED, ensure=False)).bind(exchange)

    async def put(delivery):
        message = aio_pika.Message(
            delivery.body, headers=delivery.headers, content_type=delivery.content_type
        )
        await exchange.publish(message, routing_key=delivery.routing_key)

    return put


async def test_former_queue_is_emptied_by_the_owner_of_each_event(
    make_service, former_queue, counting, bus, eventually
):
    await former_queue(counting.delivery(UNKNOWN, {"a": 1}, id="new"))
    others = "council.inspections.inspection.renamed.v1"
    await former_queue(counting.delivery(others, {}, id="not ours"))
    service = await make_service()

    async def parked() -> bool:
        return [(row.event_id, row.state) for row in await rows(service)] == [("new", "parked")]

    async def only_the_other_is_left() -> bool:
        channel = await bus.channel("operator")
        left = await channel.declare_queue(UNROUTED, passive=True)
        return left.declaration_result.message_count == 1

    await eventually(parked)
    await eventually(only_the_other_is_left)
    assert await parked()


async def test_unknown_type_that_arrives_again_is_parked_and_told_once(
    make_service, counting, unrouted
):
    service = await make_service(run=False)
    delivery = counting.delivery(UNKNOWN, {"a": 1}, id="new", time="2026-11-02T09:12:00Z")
    outcomes = [await unrouted(service).process(delivery) for _ in range(2)]
    assert outcomes == ["parked", "duplicate"]
    assert len(await rows(service)) == 1
    assert len(await outbox(service)) == 2


async def test_event_of_another_owner_is_ignored(make_service, counting, unrouted):
    service = await make_service(run=False)
    delivery = counting.delivery("council.inspections.inspection.renamed.v1", {})
    assert await unrouted(service).process(delivery) is None
    assert await rows(service) == []


async def test_body_that_cannot_be_read_is_parked_with_both_reasons(
    make_service, counting, unrouted
):
    service = await make_service(run=False)
    delivery = counting.delivery(UNKNOWN, {}, source="urn:council:casework")
    assert await unrouted(service).process(delivery) == "parked"
    [row] = await rows(service)
    assert [reason["code"] for reason in row.reasons] == ["unknown-type", "foreign-source"]


async def test_missing_binding_is_parked_and_told_to_nobody_and_applied_by_a_replay(
    make_service, counting, unrouted
):
    service = await make_service(run=False)
    delivery = counting.delivery(WITHDRAWN, withdrawal("FORM-1"), id="lost")
    assert await unrouted(service).process(delivery) == "parked"
    [row] = await rows(service)
    assert [reason["code"] for reason in row.reasons] == ["missing-binding"]
    assert await outbox(service) == []
    await replay(service.store, Choice())
    await service.sweep.once()
    assert await things(service) == {"FORM-1": 1}


async def test_unknown_type_of_no_owner_is_parked_by_reporting_without_its_body(
    store_url, counting, tmp_path
):
    settings = {"data_dir": tmp_path, "amqp_url": "amqp://", "key": KEY}
    service = build(Inbox("reporting"), database_url=store_url("reporting"), **settings)
    await make_tables(service)
    delivery = counting.delivery("council.parking.permit.issued.v1", {"name": "Ann"}, id="p-1")
    assert await Unrouted(service.processor, {}).process(delivery) == "parked"
    [row] = await rows(service)
    assert (row.event_id, row.body, len(row.content_hash)) == ("p-1", None, 64)
    assert orjson.loads((await outbox(service))[0].body)["replayable"] is False
    await service.store.close()
