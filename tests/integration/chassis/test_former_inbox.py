"""After an upgrade the one inbox of earlier releases is emptied, and nothing more enters it."""

import aio_pika
import pytest

from chassis.messaging.former_queue import unbind_former_queues
from chassis.messaging.topology import EVENTS, inbox_arguments, inbox_queue
from support.sample_service import WITHDRAWN, states, things, withdrawal

FORMER = inbox_queue("applications")
REJECTED = "council.applications.event.rejected.v1"
one_store = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)  # it is the broker's


@pytest.fixture
async def former(bus):
    """The former inbox, bound as it was."""
    channel = await bus.channel("operator")
    arguments = inbox_arguments("applications")
    queue = await channel.declare_queue(FORMER, durable=True, arguments=arguments)
    await queue.bind(EVENTS, WITHDRAWN)
    return queue


async def number_in(bus) -> int:
    channel = await bus.channel("operator")
    return (await channel.declare_queue(FORMER, passive=True)).declaration_result.message_count


@one_store
async def test_former_inbox_is_emptied_and_each_event_takes_effect_once(
    make_service, former, counting, bus, eventually
):
    await bus.publish(WITHDRAWN, withdrawal("FORM-1"), subject="FORM-1", id="in both")
    early = counting.delivery(WITHDRAWN, withdrawal("FORM-2"), id="in the former alone")
    channel = await bus.channel("operator")
    exchange = await channel.declare_exchange("earlier", "fanout", auto_delete=True)
    await former.bind(exchange)
    message = aio_pika.Message(early.body, headers=early.headers, content_type=early.content_type)
    await exchange.publish(message, routing_key=WITHDRAWN)
    service = await make_service()

    async def applied() -> bool:
        return await states(service) == {"in both": "applied", "in the former alone": "applied"}

    async def is_empty() -> bool:
        return await number_in(bus) == 0

    await eventually(applied, 30)
    await eventually(is_empty, 30)
    assert await things(service) == {"FORM-1": 1, "FORM-2": 1}


async def test_nothing_more_enters_a_former_inbox_that_is_unbound(former, bus, vhost):
    await unbind_former_queues(vhost.url("operator"))
    await bus.publish(WITHDRAWN, withdrawal("FORM-1"), subject="FORM-1")
    assert await number_in(bus) == 0


async def test_no_more_rejections_enter_the_inbox_for_the_events_of_our_services(bus, vhost):
    channel = await bus.channel("operator")
    queue = await channel.get_queue("notifications.inbox.attain", ensure=False)
    await queue.bind(EVENTS, REJECTED)  # as in an earlier release
    await unbind_former_queues(vhost.url("operator"))
    await bus.publish(REJECTED, {}, subject="event")
    declared = await channel.declare_queue(queue.name, passive=True)
    assert declared.declaration_result.message_count == 0


async def test_unbinding_where_there_is_no_former_queue_is_no_error(vhost):
    await unbind_former_queues(vhost.url("operator"))


async def test_broker_limits_the_connections_and_channels_of_a_publisher(vhost):
    [limits] = vhost.broker.http("GET", "/api/user-limits/forms").json()
    assert limits["value"] == {"max-connections": 50, "max-channels": 500}
