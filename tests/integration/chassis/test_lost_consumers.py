"""A consumer that the broker cancels, at its start or later, is noticed and consumes again."""

import asyncio

import aiormq
import pytest
from aio_pika.exceptions import ChannelNotFoundEntity

from chassis.messaging.definitions import definitions
from chassis.messaging.subscription import Subscription
from support.broker import PASSWORDS
from support.sample_service import WITHDRAWN, bind, states, withdrawal

QUEUE = "applications.inbox.forms"
one_store = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)  # it is the broker's


@pytest.fixture
def recreate(vhost, counting):
    """Deletes the inbox queue, which cancels its consumers, and declares it again."""

    def recreate() -> None:
        vhost.broker.http("DELETE", f"/api/queues/{vhost.name}/{QUEUE}")
        vhost.broker.http("POST", "/api/definitions", json=definitions(PASSWORDS, vhost=vhost.name))
        bind(vhost, counting.inbox)

    return recreate


@pytest.fixture
def consumers(bus):
    """`await consumers(2)`: whether so many consume the inbox queue."""

    def number_is(number: int):
        async def check() -> bool:
            channel = await bus.channel("operator")
            try:
                declared = await channel.declare_queue(QUEUE, passive=True)
            except ChannelNotFoundEntity:
                return False  # it is being declared again
            return declared.declaration_result.consumer_count == number

        return check

    return number_is


@pytest.fixture
def applies(bus, eventually):
    """Publishes events and waits until each is applied."""

    async def check(service, *numbers: int) -> None:
        for number in numbers:
            form = f"FORM-{number}"
            await bus.publish(WITHDRAWN, withdrawal(form), subject=form, id=form)

        async def all_applied() -> bool:
            outcomes = await states(service)
            return all(outcomes.get(f"FORM-{number}") == "applied" for number in numbers)

        await eventually(all_applied)

    return check


@one_store
async def test_cancel_at_the_start_of_two_replicas_is_noticed_by_both(
    make_service, recreate, consumers, applies, eventually, monkeypatch
):
    consume, cancelled, noticed = aiormq.Channel.basic_consume, [], []
    replicas = 1

    async def cancelled_at_once(channel, queue, *arguments, **more):
        consuming = await consume(channel, queue, *arguments, **more)
        if queue == QUEUE and len(cancelled) < replicas:  # once each, at its start
            cancelled.append(consuming.consumer_tag)
            await asyncio.to_thread(recreate)
            await eventually(lambda: consuming.consumer_tag not in channel.consumers)
            noticed.append(consuming.consumer_tag)
        return consuming

    monkeypatch.setattr(aiormq.Channel, "basic_consume", cancelled_at_once)
    first = await make_service()
    await eventually(lambda: len(noticed) == 1)
    await eventually(consumers(1))  # a replica that starts while the queue is away ends at once
    replicas = 2
    await make_service()
    await eventually(lambda: len(noticed) == 2)
    await eventually(consumers(2))
    await applies(first, *range(10))


@one_store
async def test_cancel_of_two_replicas_is_noticed_by_both(
    make_service, recreate, consumers, applies, eventually
):
    services = [await make_service() for _ in range(2)]
    await applies(services[0], *range(10))
    await eventually(consumers(2))
    await asyncio.to_thread(recreate)
    await eventually(consumers(2))
    await applies(services[0], *range(10, 30))


async def test_subscription_ends_when_the_broker_cancels_its_consumer(vhost, recreate):
    async def never(_: object) -> None:
        """No message arrives."""

    async with asyncio.timeout(30), Subscription(vhost.url("applications"), QUEUE, 1, never) as one:
        await asyncio.to_thread(recreate)
        with pytest.raises(ConnectionError):
            await one.until(asyncio.get_running_loop().create_future())


async def test_subscription_ends_when_its_connection_is_cut(vhost):
    async def never(_: object) -> None:
        """No message arrives."""

    async with asyncio.timeout(60), Subscription(vhost.url("applications"), QUEUE, 1, never) as one:
        await asyncio.to_thread(vhost.cut, "applications")
        with pytest.raises(ConnectionError):
            await one.until(asyncio.get_running_loop().create_future())
