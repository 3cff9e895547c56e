"""A service as a process: starts and stops consumers, relay, sweeper, workers, HTTP, signals."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Any

import uvicorn

from chassis.http.server import server_config
from chassis.inbox.addressed import Addressed
from chassis.inbox.last_resort import LastResort
from chassis.inbox.unrouted import Unrouted
from chassis.messaging import amqp_compat
from chassis.messaging.batch_consumer import BatchConsumer
from chassis.messaging.consumer import Consumer, dead_lettered
from chassis.messaging.former_queue import empty_former_queue
from chassis.messaging.probe import TopologyMissing
from chassis.messaging.reconnect import Backoff, run_for_ever
from chassis.messaging.topology import (
    UNROUTED,
    handled_types,
    held_before,
    inbox_queue,
    parked_queue,
    unrouted_queue,
)
from chassis.service import Service, Worker
from chassis.telemetry import logging as logs
from chassis.telemetry import start_tracing
from chassis.telemetry.sql import trace_statements

Loop = Callable[[], Coroutine[Any, Any, None]]


class _Server(uvicorn.Server):
    """uvicorn raises each signal again once HTTP has ended, which kills what still drains."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """A signal ends HTTP, and nothing else: `_serve` then ends the rest in order."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


def serve(service: Service) -> None:
    """Serve HTTP and run until SIGTERM or Ctrl-C; blocks."""
    logs.setup(service.name)
    instance = f"{socket.gethostname()}-{os.getpid()}"
    tracing = start_tracing(service.name, data_dir=service.settings.data_dir, instance=instance)
    for engine in {service.store.engine, service.store.reading_engine}:
        trace_statements(engine)
    try:
        asyncio.run(_serve(service))
    except TopologyMissing as missing:
        raise SystemExit(str(missing)) from None
    finally:
        tracing.shutdown()


async def _serve(service: Service) -> None:
    """HTTP answers while the rest starts, so that /health/ready says what is awaited."""
    server = _Server(server_config(service))
    serving = asyncio.create_task(server.serve())
    consuming = asyncio.create_task(_run_beside(service, serving))
    await asyncio.wait({serving, consuming}, return_when=asyncio.FIRST_COMPLETED)
    if not serving.done():
        server.should_exit = True
    elif not consuming.done():
        consuming.cancel()
    results = await asyncio.gather(serving, consuming, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


async def _run_beside(service: Service, serving: "asyncio.Task[None]") -> None:
    """A signal ends HTTP, and everything else ends with it."""
    async with running(service):
        await asyncio.wait({serving})


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[Service]:
    """Everything but HTTP, until the block ends; then the consumers drain.

    Raises TopologyMissing where the broker lacks the service's queues.
    """
    amqp_compat.install()
    await _verify(service)
    consumers = [asyncio.create_task(consumer()) for consumer in _consumers(service)]
    loops = (service.relay.run, service.sweep.run, service.retention.run)
    rest = [asyncio.create_task(loop()) for loop in loops]
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
    """Wait for a broker that starts; a broker without the topology is an error at once."""
    backoff = Backoff(0.2, 5.0)
    while True:
        try:
            return await service.broker.verify(service.queues)
        except TopologyMissing:
            raise
        except Exception:  # noqa: BLE001 - the broker is not up yet, or refuses for now
            await backoff.wait()


def _consumers(service: Service) -> list[Loop]:
    """Each on a connection of its own: no queue waits for what another holds."""
    url, probe, processor = service.settings.amqp_url, service.store.probe, service.processor
    parked, unrouted = parked_queue(service.name), unrouted_queue(service.name)
    last_resort = LastResort(service.units, service.metrics)
    park_unrouted = last_resort(Unrouted(processor, handled_types()).process)
    park_poison = last_resort(processor.park_poison)
    inboxes = service.inbox_queues.items()
    return [
        *(_inbox_consumer(service, queue, patterns).run for queue, patterns in inboxes),
        Consumer(url, parked, park_poison, probe=probe, read=dead_lettered).run,
        Consumer(url, unrouted, park_unrouted, probe=probe).run,
        partial(empty_former_queue, url, UNROUTED, park_unrouted),
        *_former_inbox(service),
    ]


def _inbox_consumer(
    service: Service, queue: str, patterns: Sequence[str]
) -> Consumer | BatchConsumer:
    """It takes what it is bound to, and what it held before an upgrade."""
    settings, processor, probe = service.settings, service.processor, service.store.probe
    taken = [*patterns, *held_before(queue, service.inbox.types)]
    addressed = Addressed(queue, taken, service.metrics)
    if service.inbox.group is None:
        process = addressed.one(processor.process)
        return Consumer(settings.amqp_url, queue, process, probe=probe, prefetch=settings.prefetch)
    process_batch, size = addressed.batch(processor.process_batch), settings.group_size
    return BatchConsumer(settings.amqp_url, queue, process_batch, probe=probe, size=size)


def _former_inbox(service: Service) -> list[Loop]:
    """Earlier releases had one inbox for all publishers; a single writer has it still."""
    queue = inbox_queue(service.name)
    if queue in service.inbox_queues:
        return []
    addressed = Addressed(queue, service.inbox.types, service.metrics)
    process = addressed.one(service.processor.process)
    return [partial(empty_former_queue, service.settings.amqp_url, queue, process)]


async def _work(service: Service, worker: Worker) -> None:
    async def serve(_: Backoff) -> None:
        await worker.run(service)

    await run_for_ever(worker.name, serve)


async def _end(tasks: Sequence["asyncio.Task[Any]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
