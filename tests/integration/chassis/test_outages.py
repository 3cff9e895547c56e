"""When something of ours is down nothing is parked, and all goes on when it is back."""

import asyncio
import signal

import pytest
from sqlalchemy import text

from chassis.messaging.definitions import definitions
from support.broker import PASSWORDS
from support.postgres import PostgresServer
from support.sample_service import WITHDRAWN, bind, states, things, withdrawal


async def publish(bus, *numbers: int) -> None:
    for number in numbers:
        form = f"FORM-{number}"
        await bus.publish(WITHDRAWN, withdrawal(form), subject=form, id=form)


def applied(service, *numbers: int):
    async def check() -> bool:
        fates = await states(service)
        return all(fates.get(f"FORM-{number}") == "applied" for number in numbers)

    return check


@pytest.fixture
def own_server():
    """A PostgreSQL server that this test may stop."""
    server = PostgresServer(settings=()).start()  # what it confirmed it keeps, even through a crash
    yield server
    server.remove()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)  # unused: the server is the test's
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
async def test_a_database_that_stops_for_a_while_parks_nothing(
    make_service, bus, eventually, own_server, how
):
    service = await make_service(database_url=own_server.create("outage"))
    heard = await bus.listen("council.applications.application.withdrawn.v1")
    await publish(bus, *range(10))
    await eventually(applied(service, *range(10)))
    publishing = asyncio.create_task(publish(bus, *range(10, 200)))
    await eventually(lambda: len(heard) > 20)
    own_server.stop(how)
    await publishing
    own_server.start()
    await eventually(applied(service, *range(200)))
    assert set((await states(service)).values()) == {"applied"}
    assert await things(service) == {f"FORM-{number}": 1 for number in range(200)}
    await eventually(lambda: {m.headers["ce-subject"] for m in heard} ==
                     {f"FORM-{number}" for number in range(200)}, 20)  # fmt: skip


async def test_a_consumer_that_the_broker_cancels_consumes_again(
    make_service, bus, eventually, vhost, counting
):
    service = await make_service()
    await publish(bus, 0)
    await eventually(applied(service, 0))
    vhost.broker.http("DELETE", f"/api/queues/{vhost.name}/applications.inbox.forms")
    vhost.broker.http("POST", "/api/definitions", json=definitions(PASSWORDS, vhost=vhost.name))
    bind(vhost, counting.inbox)
    await publish(bus, 1)
    await eventually(applied(service, 1))


async def test_connections_that_are_cut_are_made_again(make_service, bus, eventually, vhost):
    service = await make_service()
    await publish(bus, 0)
    await eventually(applied(service, 0))
    await asyncio.to_thread(vhost.cut, "applications")
    await publish(bus, *range(1, 20))
    await eventually(applied(service, *range(20)))
    assert await things(service) == {f"FORM-{number}": 1 for number in range(20)}


async def test_one_event_delivered_to_two_replicas_at_once_takes_effect_once(
    make_service, counting
):
    services = [await make_service(run=False) for _ in range(2)]
    for number in range(30):
        delivery = counting.delivery(WITHDRAWN, withdrawal(f"FORM-{number}"), id=f"FORM-{number}")
        outcomes = await asyncio.gather(*(each.processor.process(delivery) for each in services))
        assert sorted(outcomes) == ["applied", "duplicate"]
    assert set((await things(services[0])).values()) == {1}


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_a_locked_database_is_waited_for(make_service, bus, eventually):
    """Another process may hold SQLite's lock for a while: a backup, a migration."""
    service, other = await make_service(), await make_service(run=False)
    async with other.store.writing() as session:
        await session.execute(text("SELECT 1"))
        await publish(bus, 1)
        await eventually(lambda: service.relay.heartbeat_age() < 5)
    await eventually(applied(service, 1))
