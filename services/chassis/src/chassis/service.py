"""One service put together: its store, what it consumes, what it publishes, what it serves."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import uvicorn
from fastapi import APIRouter, FastAPI
from sqlalchemy import MetaData

from chassis import garbage, lenient_amqp, logs, telemetry
from chassis.backoff import Backoff
from chassis.consuming import Consumer
from chassis.database import Store
from chassis.grouping import GroupConsumer
from chassis.inbox import Inbox
from chassis.lasting import run_for_ever
from chassis.metrics import Metrics
from chassis.outgoing import OutgoingEvent
from chassis.probing import BrokerProbe, QueueState, TopologyMissing
from chassis.processing import Processor
from chassis.relay import Relay
from chassis.settings import ServiceSettings
from chassis.sweeping import Sweep
from chassis.topology import UNROUTED, inbox_queue, parked_queue
from chassis.web import make_web
from chassis.work import Work


@dataclass(frozen=True)
class Worker:
    """A task of a service's own that runs for ever: `run` is called again when it fails."""

    name: str
    run: Callable[["Service"], Awaitable[None]]


class Service:
    """A service: build it with its parts, then `run` it, or enter `running` in a test."""

    def __init__(
        self,
        name: str,
        settings: ServiceSettings,
        *,
        inbox: Inbox,
        events: Sequence[type[OutgoingEvent]],
        metadata: MetaData,
        routers: Sequence[APIRouter] = (),
        workers: Sequence[Worker] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.name, self.settings, self.inbox = name, settings, inbox
        self.events, self.metadata = events, metadata
        self.routers, self.workers = routers, workers
        self.clock = clock
        self.store = Store(settings.database_url)
        self.metrics = Metrics(name)
        self.relay = Relay(self.store, settings, self.metrics, self._now)
        self.processor = Processor(
            inbox,
            self.store,
            settings,
            metrics=self.metrics,
            clock=self._now,
            committed=self.committed,
        )
        self.sweep = Sweep(self.processor)
        self.broker = BrokerProbe(settings.amqp_url)
        self._signals: dict[str, asyncio.Event] = {}
        self._web: FastAPI | None = None

    def _now(self) -> datetime:
        return self.clock()  # looked up each time: tests replace the clock

    @property
    def web(self) -> FastAPI:
        """The HTTP side: health, metrics, documentation, and the service's own routers."""
        if self._web is None:
            self._web = make_web(self)
        return self._web

    def signal(self, name: str) -> asyncio.Event:
        """An event that wakes a worker of this process: set it after a commit."""
        return self._signals.setdefault(name, asyncio.Event())

    async def probe_broker(self) -> QueueState:
        """The state of this service's own queue, asked of the broker now."""
        return await self.broker.queue(inbox_queue(self.name))

    async def queue_depths(self) -> dict[str, int]:
        """How many messages lie in this service's queues and among the unrouted."""
        names = (inbox_queue(self.name), parked_queue(self.name), UNROUTED)
        return {name: (await self.broker.queue(name)).messages for name in names}

    @property
    def version(self) -> str:
        """The installed version of this service's package."""
        return version(f"attain-{self.name}")

    @asynccontextmanager
    async def work(self) -> AsyncIterator[Work]:
        """A command's unit of work: commits when the block ends, then wakes the relay."""
        async with self.store.writing() as session:
            work = self.processor.work(session)
            yield work
            await work.flush()
        self.committed(work)

    def committed(self, work: Work) -> None:
        """What follows a commit: the relay sends, waiters resume, callbacks run."""
        if work.recorded:
            self.relay.wake()
        if work.woken:
            self.sweep.wake()
        work.committed()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Service"]:
        """Everything but HTTP, until the block ends; then the consumers drain.

        Raises TopologyMissing where the broker lacks our queues.
        """
        lenient_amqp.install()
        await self._verify()
        consumers = [asyncio.create_task(loop()) for loop in self._consumers()]
        rest = [asyncio.create_task(loop()) for loop in (self.relay.run, self.sweep.run)]
        rest += [asyncio.create_task(self._run_worker(worker)) for worker in self.workers]
        try:
            yield self
        finally:
            await _end(consumers)
            await _end(rest)
            with contextlib.suppress(Exception):
                await self.broker.close()
            await self.store.close()

    def _consumers(self) -> list[Callable[[], Coroutine[Any, Any, None]]]:
        url, settings = self.settings.amqp_url, self.settings
        one_by_one = Consumer(url, self.processor, self.store, settings.prefetch)
        if self.inbox.group is None:
            return [one_by_one.run]
        return [
            GroupConsumer(url, self.processor, settings.group_size).run,
            one_by_one.run_parked_only,
        ]

    async def _run_worker(self, worker: Worker) -> None:
        async def serve(_: Backoff) -> None:
            await worker.run(self)

        await run_for_ever(worker.name, serve)

    async def _verify(self) -> None:
        """Wait for a broker that starts; a broker without our topology is an error at once."""
        backoff = Backoff(0.2, 5.0)
        while True:
            try:
                return await self.broker.verify(self.name)
            except TopologyMissing:
                raise
            except Exception:  # noqa: BLE001 - it is not up yet, or refuses us for now
                await backoff.wait()

    def run(self) -> None:
        """Serve HTTP and run until SIGTERM or Ctrl-C; blocks."""
        logs.setup(self.name)
        instance = f"{socket.gethostname()}-{os.getpid()}"
        tracing = telemetry.setup(self.name, data_dir=self.settings.data_dir, instance=instance)
        telemetry.instrument(self.store.engine)
        if self.store.reading_engine is not self.store.engine:
            telemetry.instrument(self.store.reading_engine)
        try:
            asyncio.run(self._main())
        except TopologyMissing as missing:
            raise SystemExit(str(missing)) from None
        finally:
            tracing.shutdown()

    async def _main(self) -> None:
        """HTTP answers while the rest starts, so that /health/ready can say what is awaited."""
        config = uvicorn.Config(
            self.web,
            host=self.settings.http_host,
            port=self.settings.http_port,
            log_config=None,
            access_log=False,
            lifespan="off",
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        running = asyncio.create_task(self._until(serving))
        await asyncio.wait({serving, running}, return_when=asyncio.FIRST_COMPLETED)
        if not serving.done():
            server.should_exit = True
        if serving.done() and not running.done():
            running.cancel()
        results = await asyncio.gather(serving, running, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _until(self, serving: "asyncio.Task[None]") -> None:
        async with self.running():
            garbage.settle()
            await asyncio.wait({serving})


async def _end(tasks: Sequence["asyncio.Task[Any]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
