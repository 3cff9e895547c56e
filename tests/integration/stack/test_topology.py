"""Who may say and hear what on the broker, with the topology that production loads."""

import aio_pika
import pytest
from aiormq.exceptions import ChannelAccessRefused

from chassis.messaging import topology
from support.bus import Bus
from support.polling import PATIENCE


async def test_a_publisher_may_not_speak_in_the_name_of_another_context(bus: Bus) -> None:
    with pytest.raises(ChannelAccessRefused):
        await bus.publish("council.finance.payment.made.v1", {}, user="forms")


async def test_a_publisher_may_not_bind_and_so_overhear(bus: Bus) -> None:
    channel = await bus.channel("forms")
    with pytest.raises(ChannelAccessRefused):
        await channel.declare_queue("forms.spy", exclusive=True)


async def test_a_publisher_reads_no_rejections_but_its_own(bus: Bus) -> None:
    assert await bus.rejections("forms") == []
    channel = await bus.channel("forms")
    queue = await channel.get_queue(topology.rejected_queue("finance"), ensure=False)
    with pytest.raises(ChannelAccessRefused):
        await queue.get(fail=False)


async def test_a_service_may_not_publish_for_another(bus: Bus) -> None:
    with pytest.raises(ChannelAccessRefused):
        await bus.publish("council.applications.round.opened.v1", {}, user="schools")


@pytest.mark.parametrize("service", topology.SERVICES)
async def test_unrouted_event_reaches_each_service(bus: Bus, service: str) -> None:
    sent = await bus.publish("council.results.nobody.listens.v1", {"n": 1})
    channel = await bus.channel(service)
    queue = await channel.get_queue(topology.unrouted_queue(service), ensure=False)
    message = await queue.get(timeout=PATIENCE)
    assert isinstance(message, aio_pika.abc.AbstractIncomingMessage)
    assert message.headers["ce-id"] == sent
    await message.ack()


async def test_a_rejection_reaches_its_publisher_only(bus: Bus) -> None:
    channel = await bus.channel("applications")
    exchange = await channel.get_exchange(topology.REJECTIONS, ensure=False)
    await exchange.publish(aio_pika.Message(b'{"event_id": "1"}'), routing_key="forms")
    assert await bus.rejections("casework") == []
    assert await bus.rejections("forms") == [{"event_id": "1"}]
