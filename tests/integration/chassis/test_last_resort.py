"""A message that cannot be parked is kept as its hash: it never comes back for ever."""

import hashlib

import pytest

from chassis.inbox.last_resort import ATTEMPTS, LastResort
from chassis.inbox.outcomes import Outcome
from chassis.messaging.reconnect import Outage
from support.sample_service import WITHDRAWN, rows, withdrawal


@pytest.fixture
def delivery(counting):
    return counting.delivery(WITHDRAWN, withdrawal("FORM-1"), id="1")


async def test_message_that_cannot_be_parked_is_kept_as_its_hash_and_counted(desk, delivery):
    tried = []

    async def fail(given):
        tried.append(given)
        raise ValueError("Ann of 1 High Street")

    service = desk.service
    assert await LastResort(service.units, service.metrics)(fail)(delivery) == Outcome.PARKED
    assert len(tried) == ATTEMPTS
    [row] = await rows(service)
    assert row.key == hashlib.sha256(delivery.body).hexdigest()
    assert (row.state, row.body, row.source, row.event_type) == ("parked", None, None, "unreadable")
    assert row.reasons[0]["code"] == "unreadable"
    assert f"{len(delivery.body)} bytes" in row.reasons[0]["message"]
    assert b"attain_unreadable_total 1.0" in service.metrics.exposed()


async def test_message_that_fails_once_is_parked_as_it_is(desk, delivery):
    failed = []

    async def fail_once(given):
        if not failed:
            failed.append(given)
            raise ValueError
        return await desk.service.processor.park_poison(given)

    service = desk.service
    assert await LastResort(service.units, service.metrics)(fail_once)(delivery) == "parked"
    [row] = await rows(service)
    assert (row.event_id, row.body is None) == ("1", False)


async def test_message_of_another_service_stays_where_it_is(desk, delivery):
    async def not_ours(_):
        return None

    service = desk.service
    assert await LastResort(service.units, service.metrics)(not_ours)(delivery) is None
    assert await rows(service) == []


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_outage_of_the_database_is_no_fault_of_the_message(desk, delivery, monkeypatch):
    async def fail(_):
        raise ConnectionError

    async def down():
        return False

    service = desk.service
    monkeypatch.setattr(service.store, "probe", down)
    with pytest.raises(Outage):
        await LastResort(service.units, service.metrics)(fail)(delivery)


async def test_unrouted_type_with_a_nul_is_parked_and_the_next_follows(
    make_service, bus, eventually
):
    service = await make_service()
    await bus.publish("council.forms.nul\x00.made.v1", {"a": 1}, subject="F", id="nul")
    await bus.publish("council.forms.next.made.v1", {"a": 1}, subject="F", id="next")

    async def both_parked() -> bool:
        return [(row.event_id, row.state) for row in await rows(service)] == [
            ("nul", "parked"),
            ("next", "parked"),
        ]

    await eventually(both_parked)
