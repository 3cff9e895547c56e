"""On a broker that somebody else runs, the same topology is declared over AMQP."""

from typing import Any

from attain.rabbitmq.declare import declare
from chassis.messaging.definitions import exchanges
from support.broker import Vhost


def bindings(vhost: Vhost) -> set[tuple[str, str, str]]:
    listed: list[dict[str, Any]] = vhost.broker.http("GET", f"/api/bindings/{vhost.name}").json()
    return {(b["source"], b["destination"], b["routing_key"]) for b in listed if b["source"]}


async def test_what_is_declared_is_what_the_definitions_hold(vhost: Vhost) -> None:
    wanted, queues = bindings(vhost), vhost.queues()
    for name in queues:
        vhost.broker.http("DELETE", f"/api/queues/{vhost.name}/{name}")
    for exchange in exchanges():
        vhost.broker.http("DELETE", f"/api/exchanges/{vhost.name}/{exchange['name']}")

    await declare(vhost.url("operator"))

    assert bindings(vhost) == wanted
    again = vhost.queues()
    assert {n: q["arguments"] for n, q in again.items()} == {
        n: q["arguments"] for n, q in queues.items()
    }


async def test_what_is_there_already_is_left_as_it_is(vhost: Vhost) -> None:
    before = bindings(vhost)
    await declare(vhost.url("operator"))
    assert bindings(vhost) == before
