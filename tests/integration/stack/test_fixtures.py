"""The suite's own servers: what a test asks for is fresh, and really there."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.messaging import topology
from support.broker import Broker
from support.bus import Bus
from support.stores import StoreUrl


async def test_each_service_of_a_test_has_a_fresh_store(store_url: StoreUrl) -> None:
    for service in ("schools", "applications"):
        engine = create_async_engine(store_url(service))
        async with engine.begin() as connection:
            await connection.execute(text("CREATE TABLE things (number INTEGER)"))
        await engine.dispose()
    assert store_url("schools") == store_url("schools")
    assert store_url("schools") != store_url("applications")


def test_a_second_vhost_shares_nothing_with_the_first(broker: Broker) -> None:
    one, two = broker.vhost(), broker.vhost()
    try:
        assert one.name != two.name
        assert topology.inbox_queue_of("schools", "council.inspections.x") in one.queues()
    finally:
        one.delete()
        two.delete()


async def test_the_bus_hears_what_is_published(bus: Bus, eventually) -> None:
    heard = await bus.listen("council.forms.#")
    await bus.publish("council.forms.application.received.v1", {"form_reference": "FORM-1"})
    await bus.publish("council.finance.payment.made.v1", {})
    await eventually(lambda: heard.data("council.forms.application.received.v1"))
    assert [message.routing_key for message in heard] == ["council.forms.application.received.v1"]
