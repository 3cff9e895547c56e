"""What no library of ours would send, and another council system might: nothing of it stops us."""

import asyncio
import contextlib
import struct
from datetime import UTC, datetime
from decimal import Decimal

import aio_pika
import pytest
from pamqp import encode as amqp

from chassis.messaging.definitions import definitions
from chassis.messaging.topology import EVENTS, MAX_MESSAGE_BYTES
from support.bus import event_headers
from support.sample_service import WITHDRAWN, rows, withdrawal

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)  # it is the wire's
RELEASED = "council.casework.decision.released.v1"


class Bytes(str):
    """A text whose encoding is what it pleases."""

    def encode(self, *_: object) -> bytes:
        return b"\xff\xfe"


@pytest.fixture
async def good_one_follows(make_service, bus, eventually, seen):
    """Afterwards a good event is still applied."""

    async def check(service):
        await bus.publish(WITHDRAWN, withdrawal("FORM-LAST"), subject="FORM-LAST")

        async def applied():
            return (await seen(service)).get("FORM-LAST") == 1

        await eventually(applied)

    return check


async def test_a_forged_death_does_not_lend_another_contexts_routing_key(
    make_service, raw, good_one_follows
):
    service = await make_service()
    forged = event_headers(RELEASED, id="forged", subject="A-1", source="urn:council:casework")
    death = {"queue": "applications.inbox", "reason": "delivery_limit", "count": 1}
    forged["x-death"] = [death | {"exchange": "", "routing-keys": [RELEASED]}]
    await raw(forged, {})
    await good_one_follows(service)
    [row, _] = await rows(service)
    assert (row.event_type, row.state) == (WITHDRAWN, "parked")
    assert row.reasons[0]["code"] == "type-is-not-routing-key"


async def test_a_death_of_an_odd_shape_harms_nobody(make_service, raw, good_one_follows, seen):
    service = await make_service()
    for death in ("x", 1, [], ["x"], [{}], [{"routing-keys": []}], {"a": 1}, None):
        headers = event_headers(WITHDRAWN, subject="FORM-1") | {"x-death": death}
        await raw(headers, withdrawal("FORM-1"))
    await good_one_follows(service)
    assert (await seen(service))["FORM-1"] == 8


ODD_HEADERS = {
    "bytes": bytearray(b"\xff\xfe"),
    "decimal": Decimal("1.5"),
    "a time": datetime(2026, 1, 1, tzinfo=UTC),
    "a list": [1, "a", {"b": None}],
    "a table": {"a": {"b": [True]}},
    "nothing": None,
    "yes": True,
    "a double": 1.5,
    "a number": 2**40,
}


async def test_headers_of_every_type_are_carried_past_or_named(
    make_service, raw, good_one_follows, seen
):
    service = await make_service()
    await raw(event_headers(WITHDRAWN, subject="FORM-1") | ODD_HEADERS, withdrawal("FORM-1"))
    for name, value in ODD_HEADERS.items():
        headers = event_headers(WITHDRAWN, id=f"odd {name}", subject="FORM-2")
        await raw(headers | {"ce-comment": value}, withdrawal("FORM-2"))
    await good_one_follows(service)
    assert (await seen(service))["FORM-1"] == 1
    parked = [row for row in await rows(service) if row.state == "parked"]
    assert len(parked) == len(ODD_HEADERS) - 2  # a number is a text, and nothing is absent
    assert all("comment" in row.reasons[0]["message"] for row in parked)


async def test_a_timestamp_in_nanoseconds_does_not_end_our_connection(
    make_service, raw, good_one_follows, seen, monkeypatch
):
    service = await make_service()
    monkeypatch.setattr(amqp, "timestamp", lambda value: struct.pack(">Q", 1_762_073_940 * 10**9))
    monkeypatch.setitem(amqp.METHODS, "timestamp", amqp.timestamp)
    headers = event_headers(WITHDRAWN, subject="FORM-1")
    await raw(headers, withdrawal("FORM-1"), timestamp=datetime.now(UTC))
    await raw(event_headers(WITHDRAWN, subject="FORM-2") | {"x-at": datetime.now(UTC)},
              withdrawal("FORM-2"))  # fmt: skip
    await good_one_follows(service)
    assert await seen(service) == {"FORM-1": 1, "FORM-2": 1, "FORM-LAST": 1}


async def test_names_that_are_no_text_do_not_end_our_connection(
    make_service, raw, good_one_follows, seen
):
    service = await make_service()
    headers = event_headers(WITHDRAWN, subject="FORM-1")
    await raw(headers | {Bytes("name"): "value"}, withdrawal("FORM-1"))
    await raw(event_headers(WITHDRAWN, subject="FORM-2"), withdrawal("FORM-2"),
              app_id=Bytes("app"), message_id=Bytes("id"))  # fmt: skip
    await good_one_follows(service)
    assert await seen(service) == {"FORM-1": 1, "FORM-2": 1, "FORM-LAST": 1}


async def test_header_nested_4000_deep_is_parked_as_malformed(
    make_service, raw, good_one_follows, deep_header
):
    service = await make_service()
    headers = event_headers(WITHDRAWN, id="deep", subject="FORM-1")
    await raw(headers | deep_header, withdrawal("FORM-1"))
    await good_one_follows(service)
    [parked] = [row for row in await rows(service) if row.state == "parked"]
    assert parked.event_id == "deep"
    assert parked.reasons[0]["code"] == "malformed-attribute"
    assert "nested too deeply" in parked.reasons[0]["message"]


async def test_properties_beyond_their_range_are_no_obstacle(
    make_service, raw, good_one_follows, seen
):
    service = await make_service()
    headers = event_headers(WITHDRAWN, subject="FORM-1")
    await raw(headers, withdrawal("FORM-1"), priority=255, reply_to="nowhere")
    await good_one_follows(service)
    assert await seen(service) == {"FORM-1": 1, "FORM-LAST": 1}


@pytest.mark.parametrize("header", ["CC", "BCC"])
async def test_copy_addressed_past_the_topic_permission_is_dropped_and_counted(
    make_service, bus, good_one_follows, header
):
    service = await make_service()
    unknown = "council.forms.application.renamed.v1"
    headers = event_headers(unknown, subject="FORM-1") | {header: [WITHDRAWN]}
    await bus.publish(unknown, withdrawal("FORM-1"), headers=headers)
    await good_one_follows(service)
    assert [row.event_type for row in await rows(service)] == [WITHDRAWN]
    assert b"attain_unaddressed_total 1.0" in service.metrics.exposed()


async def test_body_that_is_too_large_is_parked_without_it(
    make_service, bus, good_one_follows, eventually
):
    service = await make_service()
    body = b'"' + b"x" * 300_000 + b'"'
    await bus.publish(WITHDRAWN, body, subject="FORM-1", id="large")
    await good_one_follows(service)
    [row] = [each for each in await rows(service) if each.event_id == "large"]
    assert (row.state, row.body, len(row.content_hash)) == ("parked", None, 64)
    assert row.reasons == [
        {"code": "too-large", "message": "The body has 300,002 bytes: send at most 256 KiB."}
    ]
    [told] = await eventually(lambda: bus.rejections("forms"))
    assert (told["event_id"], told["replayable"]) == ("large", False)


async def test_message_beyond_the_brokers_limit_is_refused_to_its_publisher(
    make_service, bus, good_one_follows
):
    service = await make_service()
    with pytest.raises(aio_pika.exceptions.ChannelClosed):
        await bus.publish(WITHDRAWN, b"x" * (MAX_MESSAGE_BYTES + 1), subject="FORM-1")
    await good_one_follows(service)
    assert [row.state for row in await rows(service)] == ["applied"]


async def test_full_inbox_of_a_stopped_service_refuses_until_it_consumes_again(
    make_service, bus, good_one_follows, vhost, seen
):
    """The policy is the one of production, with a smaller number."""
    [policy] = definitions()["policies"]
    smaller = {**policy, "definition": {"max-length": 5}}
    del smaller["name"]
    vhost.broker.http("PUT", f"/api/policies/{vhost.name}/{policy['name']}", json=smaller)

    async def fill() -> None:
        for number in range(100):  # a quorum queue learns of its own length a little late
            form = f"FORM-{number}"
            await bus.publish(WITHDRAWN, withdrawal(form), subject=form)

    with pytest.raises(aio_pika.exceptions.DeliveryError):
        await fill()
    service = await make_service()
    await eventually_published(bus)
    await good_one_follows(service)
    assert (await seen(service))["FORM-0"] == 1


async def eventually_published(bus) -> None:
    """As a relay does: again until the broker confirms."""
    async with asyncio.timeout(30):
        while True:
            with contextlib.suppress(aio_pika.exceptions.DeliveryError):
                await bus.publish(WITHDRAWN, withdrawal("FORM-AGAIN"), subject="FORM-AGAIN")
                return


async def test_a_publisher_with_another_contexts_type_is_refused_by_the_broker(vhost, store_url):
    connection = await aio_pika.connect(vhost.url("forms"))
    channel = await connection.channel()
    exchange = await channel.get_exchange(EVENTS, ensure=False)
    with pytest.raises(aio_pika.exceptions.ChannelClosed, match="ACCESS_REFUSED"):
        await exchange.publish(aio_pika.Message(b"{}"), routing_key=RELEASED)
    assert channel.is_closed
    await connection.close()
