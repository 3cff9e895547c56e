"""From the outbox to the bus: claims rows, publishes them, and marks those that are confirmed."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

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
from chassis.outbox.sending import Progress, Sent, publish, worst
from chassis.settings import ServiceSettings
from chassis.storage.database import Store
from chassis.telemetry.metrics import Metrics

BATCH = 500
MIN_BATCH = 10
MAX_PATIENCE = 60.0
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
        self._progress = Progress()
        self._size = BATCH  # smaller for a slow broker, and to find the row that it refuses
        self._patience = settings.publish_timeout_seconds
        self._unmarked: list[Sent] = []
        self._pause = Backoff(0.05, 5.0)

    def wake(self) -> None:
        """A commit in this process left something to send."""
        self._woken.set()

    def heartbeat_age(self) -> float:
        """Seconds since the relay last asked for rows and, if there were any, had an answer."""
        return self._progress.age()

    async def run(self) -> None:
        """Serves until cancelled, with a new connection after every failure."""
        await run_for_ever("relay", self._serve, self._metrics.reconnected)

    async def _serve(self, backoff: Backoff) -> None:
        try:
            async with Publisher(self._settings.amqp_url, self._patience) as publisher:
                while True:
                    await publisher.open_channel()
                    while publisher.is_open:
                        await self._send_batch(publisher)
                        backoff.reset()
        except TimeoutError:
            self._slow_down()
            raise

    async def _send_batch(self, publisher: Publisher) -> None:
        """One batch, and a pause unless there is more to send. Raises DisconnectedError."""
        self._woken.clear()
        began = time.monotonic()
        await self._mark_rest()
        sent = await self._claim_and_send(publisher)
        error = worst(sent)
        if isinstance(error, DisconnectedError):
            raise TimeoutError if error.reason == TimeoutError.__name__ else error
        self._progress.answered()
        if error is None:
            self._speed_up(time.monotonic() - began)
            await self._go_on(full=len(sent) == self._size)
        else:
            log.warning("publishing failed", error=error.reason)
            self._size = 1 if isinstance(error, RefusedError) else self._size
            await self._pause.wait()

    def _slow_down(self) -> None:
        """A broker that is slow to answer gets fewer messages at once, and more time for them.

        Otherwise a batch might time out and be sent again for ever, and each time slow it more.
        """
        self._size = max(MIN_BATCH, self._size // 2)
        self._patience = min(MAX_PATIENCE, self._patience * 2)

    def _speed_up(self, seconds: float) -> None:
        """As patient as at first, but only where the broker is as quick again."""
        usual = self._settings.publish_timeout_seconds
        self._patience = usual if seconds < usual / 2 else self._patience

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
                rows = await outbox.claim(session, self._size)
                sent = await self._publish(publisher, rows)
                await self._mark(session, sent)
        else:
            async with self._store.reading() as session:
                rows = await outbox.claim(session, self._size)
            sent = await self._publish(publisher, rows)
            await self._mark_rest()
        self._unmarked = []
        return sent

    async def _publish(self, publisher: Publisher, rows: Sequence[Any]) -> list[Sent]:
        """What was answered is remembered until it is marked: no confirmed row is sent again."""
        self._unmarked = await publish(publisher, rows, self._patience, self._progress)
        return self._unmarked

    async def _mark_rest(self) -> None:
        """Mark what was answered and is not marked: where the store failed, at the next batch."""
        if self._unmarked:
            async with self._store.writing() as session:
                await self._mark(session, self._unmarked)
            self._unmarked = []

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
