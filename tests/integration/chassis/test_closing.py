"""A connection is left within its time, even to a broker that is frozen."""

import asyncio
import os
import signal

import aio_pika

from chassis.messaging.reconnect import close_within
from support.polling import PATIENCE


async def test_leaving_a_frozen_broker_takes_no_longer_than_it_may(vhost, broker):
    connection = await aio_pika.connect(vhost.url("applications"))
    os.kill(broker.node.pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(PATIENCE):
            await close_within(0.2, connection.close())
    finally:
        os.kill(broker.node.pid, signal.SIGCONT)


async def test_a_close_that_fails_is_a_close():
    async def fails() -> None:
        raise ConnectionError("gone already")

    await close_within(PATIENCE, fails())
