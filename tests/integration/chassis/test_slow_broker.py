"""A broker that is slow to answer: the relay converges, and sends no confirmed row again."""

from collections import Counter

import pytest

from chassis.outbox import store as outbox_store
from support.sample_service import COUNTED, Counted
from support.sample_service import outbox as rows_of
from support.slow_proxy import SlowProxy


@pytest.fixture
async def proxy(vhost):
    """Between the service and the broker."""
    return SlowProxy(vhost.url("applications"))


async def commit(service, first, last):
    async with service.work() as work:
        for number in range(first, last):
            work.record(Counted(application=f"A-{number}", seen=number))


def all_sent(service, count):
    async def check():
        return len([row for row in await rows_of(service) if row.sent_at]) == count

    return check


async def test_relay_converges_where_each_answer_takes_longer_than_the_timeout(
    make_service, bus, eventually, proxy
):
    """Once it waited the same time at each try, and sent the same rows for ever."""
    heard = await bus.listen(COUNTED)
    async with proxy.serving() as url:
        service = await make_service(amqp_url=url, publish_timeout_seconds=0.5)
        await commit(service, 0, 1)
        await eventually(all_sent(service, 1))
        proxy.delay = 0.8
        await commit(service, 1, 400)
        await eventually(all_sent(service, 400), 60)
    times = Counter(message.message_id for message in heard)
    assert len(times) == 400
    assert max(times.values()) <= 6  # the patience doubles at each try


async def test_rows_that_are_confirmed_one_after_the_other_are_each_sent_once(
    make_service, bus, eventually, proxy
):
    """The whole batch takes several timeouts, and yet the broker never stops to answer."""
    heard = await bus.listen(COUNTED)
    async with proxy.serving() as url:
        service = await make_service(amqp_url=url, publish_timeout_seconds=5)
        await commit(service, 0, 1)
        await eventually(all_sent(service, 1))
        before, proxy.rate = proxy.connections, 30_000.0
        await commit(service, 1, 501)
        await eventually(all_sent(service, 501), 60)
        assert proxy.connections == before
        assert service.relay.heartbeat_age() < 10
    await eventually(lambda: len(heard) == 501)
    assert len({message.message_id for message in heard}) == 501


async def test_confirmed_rows_are_marked_though_others_of_their_batch_time_out(
    make_service, bus, eventually, proxy
):
    heard = await bus.listen(COUNTED)
    async with proxy.serving() as url:
        service = await make_service(amqp_url=url, publish_timeout_seconds=3)
        await commit(service, 0, 1)
        await eventually(all_sent(service, 1))
        proxy.rate = 30_000.0
        await commit(service, 1, 501)
        await eventually(lambda: len(heard) > 60)
        proxy.rate = 1.0  # nothing more passes, the first part is confirmed
        await eventually(lambda: service.relay.heartbeat_age() > 1, 30)
        proxy.rate = 0.0
        await eventually(all_sent(service, 501), 60)
    times = Counter(message.message_id for message in heard)
    assert len(times) == 501
    assert list(times.values())[:50] == [1] * 50


async def test_store_that_fails_to_mark_sends_no_confirmed_row_again(
    make_service, bus, eventually, monkeypatch
):
    heard = await bus.listen(COUNTED)
    mark_sent, failures = outbox_store.mark_sent, [OSError("busy"), OSError("busy")]

    async def fails_twice(*arguments):
        if failures:
            raise failures.pop()
        await mark_sent(*arguments)

    service = await make_service()
    monkeypatch.setattr(outbox_store, "mark_sent", fails_twice)
    await commit(service, 0, 50)
    await eventually(all_sent(service, 50))
    assert failures == []
    await commit(service, 50, 51)
    await eventually(lambda: len(heard) == 51)
