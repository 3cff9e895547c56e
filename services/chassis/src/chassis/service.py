"""One service put together: its store, what it consumes, what it publishes, what it serves."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import MetaData

from chassis.contracts.outgoing import OutgoingEvent
from chassis.inbox.processor import Processor
from chassis.inbox.registry import Inbox
from chassis.messaging.probe import BrokerProbe, QueueState
from chassis.messaging.topology import inbox_queues, parked_queue, unrouted_queue
from chassis.operations.metrics import BacklogMetrics
from chassis.outbox.relay import Relay
from chassis.retention import Retention
from chassis.settings import ServiceSettings
from chassis.storage.database import Store
from chassis.sweeper import Sweeper
from chassis.telemetry.metrics import Metrics
from chassis.unit_of_work import UnitsOfWork, Work

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI


@dataclass(frozen=True)
class Worker:
    """A task of a service's own that runs for ever: `run` is called again when it fails."""

    name: str
    run: Callable[["Service"], Awaitable[None]]


class Service:
    """A service: build it with its parts, then `run` it, or enter `running` in a test.

    What consumes and what serves HTTP is loaded by the first of them that is asked for: a command
    that imports a register waits for neither.
    """

    def __init__(
        self,
        name: str,
        settings: ServiceSettings,
        *,
        inbox: Inbox,
        events: Sequence[type[OutgoingEvent]],
        metadata: MetaData,
        routers: "Sequence[APIRouter]" = (),
        workers: Sequence[Worker] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.name, self.settings, self.inbox = name, settings, inbox
        self.events, self.metadata = events, metadata
        self.routers, self.workers = routers, workers
        self.clock = clock
        self.store = Store(settings.database_url)
        self.metrics = Metrics(name)
        self.backlog = BacklogMetrics(self.metrics.registry, self.store)
        self.relay = Relay(self.store, settings, self.metrics, self._now)
        ready = asyncio.Event()
        self.units = UnitsOfWork(
            name,
            settings,
            self.store,
            self._now,
            wake_relay=self.relay.wake,
            wake_sweeper=ready.set,
        )
        self.processor = Processor(inbox, self.units, self.metrics)
        self.sweep = Sweeper(self.processor, ready)
        self.retention = Retention(self.store, settings, self._now)
        self.broker = BrokerProbe(settings.amqp_url)
        self._web: FastAPI | None = None

    def _now(self) -> datetime:
        return self.clock()  # looked up each time: tests replace the clock

    @property
    def web(self) -> "FastAPI":
        """The HTTP side: health, metrics, documentation, and the service's own routers."""
        if self._web is None:
            from chassis.http.app import make_web  # noqa: PLC0415

            self._web = make_web(self)
        return self._web

    @property
    def inbox_queues(self) -> dict[str, list[str]]:
        """The queues that the service consumes, each with the types that it is bound to."""
        return inbox_queues(self.name, self.inbox.types)

    @property
    def queues(self) -> list[str]:
        """Every queue of this service."""
        return [*self.inbox_queues, parked_queue(self.name), unrouted_queue(self.name)]

    async def probe_broker(self) -> QueueState:
        """All messages in the inboxes, and the consumers of the one that has the fewest."""
        states = [await self.broker.queue(name) for name in self.inbox_queues]
        messages = sum(state.messages for state in states)
        return QueueState(messages, min(state.consumers for state in states))

    async def queue_depths(self) -> dict[str, int]:
        """How many messages each of this service's queues holds."""
        return {name: (await self.broker.queue(name)).messages for name in self.queues}

    def work(self) -> AbstractAsyncContextManager[Work]:
        """A command's unit of work: it commits when the block ends, then wakes the relay."""
        return self.units.begin()

    def running(self) -> "AbstractAsyncContextManager[Service]":
        """Everything but HTTP, until the block ends; then the consumers drain.

        Raises TopologyMissing where the broker lacks our queues.
        """
        from chassis.process import running  # noqa: PLC0415

        return running(self)

    def run(self) -> None:
        """Serve HTTP and run until SIGTERM or Ctrl-C; blocks."""
        from chassis.process import serve  # noqa: PLC0415

        serve(self)
