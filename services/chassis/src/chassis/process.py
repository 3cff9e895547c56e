"""A service at work: it consumes, relays, sweeps and serves its workers until it is told to end."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

from chassis.messaging import amqp_compat as lenient_amqp
from chassis.messaging import quick_frames
from chassis.messaging.backoff import Backoff
from chassis.messaging.batch_consumer import GroupConsumer
from chassis.messaging.consumer import Consumer
from chassis.messaging.probe import TopologyMissing
from chassis.messaging.reconnect import run_for_ever
from chassis.service import Service, Worker


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[Service]:
    """Everything but HTTP, until the block ends; then the consumers drain.

    Raises TopologyMissing where the broker lacks our queues.
    """
    lenient_amqp.install()
    quick_frames.install()
    await _verify(service)
    consumers = [asyncio.create_task(loop()) for loop in _consumers(service)]
    rest = [asyncio.create_task(loop()) for loop in (service.relay.run, service.sweep.run)]
    rest += [asyncio.create_task(_work(service, worker)) for worker in service.workers]
    try:
        yield service
    finally:
        await _end(consumers)
        await _end(rest)
        with contextlib.suppress(Exception):
            await service.broker.close()
        await service.store.close()


async def _verify(service: Service) -> None:
    """Wait for a broker that starts; a broker without our topology is an error at once."""
    backoff = Backoff(0.2, 5.0)
    while True:
        try:
            return await service.broker.verify(service.name)
        except TopologyMissing:
            raise
        except Exception:  # noqa: BLE001 - it is not up yet, or refuses us for now
            await backoff.wait()


def _consumers(service: Service) -> list[Callable[[], Coroutine[Any, Any, None]]]:
    url, settings = service.settings.amqp_url, service.settings
    one_by_one = Consumer(url, service.processor, service.store, settings.prefetch)
    if service.inbox.group is None:
        return [one_by_one.run]
    pace, size = settings.group_pace_seconds, settings.group_size
    in_groups = GroupConsumer(url, service.processor, size=size, pace=pace)
    return [in_groups.run, one_by_one.run_parked_only]


async def _work(service: Service, worker: Worker) -> None:
    async def serve(_: Backoff) -> None:
        await worker.run(service)

    await run_for_ever(worker.name, serve)


async def _end(tasks: Sequence["asyncio.Task[Any]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
