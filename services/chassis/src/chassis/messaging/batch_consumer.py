"""Events in, in groups: the next is read while the one before it commits; one ack for each."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import aio_pika

from chassis.inbox.groups import Group, Groups
from chassis.inbox.processor import Processor
from chassis.messaging.arrivals import Arrivals
from chassis.messaging.backoff import Backoff
from chassis.messaging.closing import close_within
from chassis.messaging.reconnect import Outage, run_for_ever

CONNECT_SECONDS = 15.0


class GroupConsumer:
    """Consumes a queue in groups of at most `size`, committed one after the other.

    A lonely event is taken at once. Where events follow each other a group that is not full
    begins no sooner than `pace` seconds after the one before it: its transaction costs as much
    for twenty as for one. After a start it takes one message at a time until the first that is
    not a redelivery.
    """

    def __init__(self, amqp_url: str, processor: Processor, *, size: int, pace: float) -> None:
        self._url, self._processor = amqp_url, processor
        self._size, self._pace = size, pace
        self._groups = Groups(processor)

    async def run(self) -> None:
        """Consume until cancelled."""
        await run_for_ever("group consumer", self._serve)

    async def _serve(self, backoff: Backoff) -> None:
        if not await self._processor.store.probe():
            raise Outage("the database does not answer")
        async with asyncio.timeout(CONNECT_SECONDS):
            connection = await aio_pika.connect(self._url, timeout=CONNECT_SECONDS)
        try:
            await self._cautiously(connection)
            backoff.reset()
            async with Arrivals(connection, self._processor.queue, self._size * 2) as source:
                ahead: asyncio.Queue[Group] = asyncio.Queue()
                await _both(self._read(source, ahead), self._commit(source, ahead))
        finally:
            await close_within(CONNECT_SECONDS, connection.close())

    async def _cautiously(self, connection: aio_pika.abc.AbstractConnection) -> None:
        async with Arrivals(connection, self._processor.queue, 1) as source:
            while True:
                messages = await source.some(1)
                await self._groups.settle(self._groups.read(messages))
                if not messages[0].redelivered:  # or prefetch 1 would fetch another for nothing
                    await source.cancel()
                await source.ack(messages)
                if not messages[0].redelivered:
                    return

    async def _read(self, source: Arrivals, ahead: asyncio.Queue[Group]) -> None:
        """One group ahead, no more: what comes meanwhile makes the next one larger."""
        at = 0.0
        while True:
            messages = await source.some(self._size, at=at)
            at = asyncio.get_running_loop().time() + self._pace
            ahead.put_nowait(self._groups.read(messages))
            await ahead.join()

    async def _commit(self, source: Arrivals, ahead: asyncio.Queue[Group]) -> None:
        while True:
            group = await ahead.get()
            ahead.task_done()
            await self._groups.settle(group)
            await source.ack(group.messages)


async def _both(*steps: Coroutine[Any, Any, None]) -> None:
    """Neither goes on without the other: what ends one is raised when both have ended."""
    tasks = [asyncio.create_task(step) for step in steps]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
