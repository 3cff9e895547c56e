"""From the outbox to the bus: claims rows, publishes them, and marks those that are confirmed."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.messaging.publisher import (
    DisconnectedError,
    Publisher,
    QueueFullError,
    RefusedError,
    UnsendableError,
)
from chassis.messaging.reconnect import Backoff, run_for_ever
from chassis.outbox import store as outbox
from chassis.outbox.sending import Sent, publish, worst
from chassis.settings import ServiceSettings
from chassis.storage.database import Store
from chassis.telemetry.metrics import Metrics

BATCH = 500
MAX_REFUSALS = 5
log = structlog.get_logger()


class Relay:
    """Publishes the outbox for as long as it runs; it survives a broken or frozen broker."""

    def __init__(
        self,
        store: Store,
        settings: ServiceSettings,
        metrics: Metrics,
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._settings = store, settings
        self._metrics, self._clock = metrics, clock
        self._woken = asyncio.Event()
        self._beat = time.monotonic()
        self._size = BATCH  # smaller while the row that the broker refuses is being found
        self._pause = Backoff(0.05, 5.0)

    def wake(self) -> None:
        """A commit in this process left something to send."""
        self._woken.set()

    def heartbeat_age(self) -> float:
        """Seconds since the relay last asked for rows and, if there were any, had an answer."""
        return time.monotonic() - self._beat

    async def run(self) -> None:
        """Serves until cancelled, with a new connection after every failure."""
        await run_for_ever("relay", self._serve, self._metrics.reconnected)

    async def _serve(self, backoff: Backoff) -> None:
        settings = self._settings
        async with Publisher(settings.amqp_url, settings.publish_timeout_seconds) as publisher:
            while True:
                await publisher.open_channel()
                while publisher.is_open:
                    await self._send_batch(publisher)
                    backoff.reset()

    async def _send_batch(self, publisher: Publisher) -> None:
        """One batch, and a pause unless there is more to send. Raises DisconnectedError."""
        self._woken.clear()
        sent = await self._claim_and_send(publisher)
        error = worst(sent)
        if isinstance(error, DisconnectedError):
            raise error
        self._beat = time.monotonic()
        if error is None:
            await self._go_on(full=len(sent) == self._size)
        else:
            log.warning("publishing failed", error=error.reason)
            self._size = 1 if isinstance(error, RefusedError) else self._size
            await self._pause.wait()

    async def _go_on(self, *, full: bool) -> None:
        """At once after a full batch; otherwise once a commit, or the next poll, wakes it."""
        self._pause.reset()
        self._size = min(BATCH, self._size * 2) if full else BATCH
        if not full:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._settings.poll_seconds):
                    await self._woken.wait()

    async def _claim_and_send(self, publisher: Publisher) -> list[Sent]:
        """PostgreSQL locks the rows until they are marked, and other relays skip them.

        SQLite has one relay, and one writing connection, which is left free meanwhile.
        """
        if self._store.dialect == "postgresql":
            async with self._store.writing() as session:
                sent = await publish(publisher, await outbox.claim(session, self._size))
                await self._mark(session, sent)
            return sent
        async with self._store.reading() as session:
            rows = await outbox.claim(session, self._size)
        sent = await publish(publisher, rows)
        if sent:
            async with self._store.writing() as session:
                await self._mark(session, sent)
        return sent

    async def _mark(self, session: AsyncSession, sent: Sequence[Sent]) -> None:
        """A full queue is no refusal. Of a batch that was refused nobody knows which row it was."""
        confirmed = [seq for seq, error in sent if error is None]
        await outbox.mark_sent(session, confirmed, self._clock())
        self._metrics.published(len(confirmed))
        for seq, error in sent:
            if error is None:
                continue
            alone = isinstance(error, RefusedError) and len(sent) == 1
            if alone or isinstance(error, UnsendableError):
                await self._mark_refused(session, seq, error.reason)
            elif isinstance(error, QueueFullError):
                self._metrics.publish_failed(error.reason)

    async def _mark_refused(self, session: AsyncSession, seq: int, reason: str) -> None:
        self._metrics.publish_failed(reason)
        if await outbox.mark_refused(session, seq, reason, self._clock(), limit=MAX_REFUSALS):
            self._pause.reset()
            log.error("a row of the outbox is set aside", seq=seq, error=reason)
