"""From the outbox to the bus, for as long as the service runs: when to send, and how much."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

import aio_pika
import aiormq
import structlog

from chassis.messaging.reconnect import Backoff, close_within, run_for_ever
from chassis.outbox.sending import REFUSALS, Sender, Sent, is_the_rows
from chassis.settings import ServiceSettings
from chassis.storage.database import Store
from chassis.telemetry.metrics import Metrics

BATCH = 500
LANES = 3  # batches under way at once
LINGER = 0.1  # seconds that a few rows wait for more, to be marked together
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
        self._settings, self._metrics = settings, metrics
        self._woken = asyncio.Event()
        timeout = settings.publish_timeout_seconds
        self._sender = Sender(store, metrics, clock, woken=self._woken, timeout=timeout)
        self._beat = time.monotonic()
        self._well = True
        self._most = BATCH  # fewer while the row that is refused is being found
        self._pause = Backoff(0.05, 1.0)

    def wake(self) -> None:
        """A commit in this process left something to send."""
        self._woken.set()

    def heartbeat_age(self) -> float:
        """Seconds since the relay last did something, whether or not there was work."""
        return time.monotonic() - self._beat

    async def run(self) -> None:
        """Serve until cancelled, with a new connection after every failure."""
        await run_for_ever("relay", self._serve, self._metrics.reconnected)

    async def _serve(self, backoff: Backoff) -> None:
        timeout = self._settings.publish_timeout_seconds
        async with asyncio.timeout(timeout):
            connection = await aio_pika.connect(self._settings.amqp_url, timeout=timeout)
        try:
            while True:
                async with asyncio.timeout(timeout):
                    channel = await connection.channel(publisher_confirms=True)
                    underlay = await channel.get_underlay_channel()
                assert isinstance(underlay, aiormq.Channel)  # noqa: S101 - its abstract class lacks lock
                await self._use(underlay, backoff)
        finally:
            await close_within(timeout, connection.close())

    async def _use(self, channel: aiormq.Channel, backoff: Backoff) -> None:
        """Send over this channel until a refusal closes it; raises where the connection failed."""
        while not channel.is_closed:
            self._woken.clear()
            if self._most == BATCH:
                await self._send_all(channel)
            else:
                await self._send_few(channel)
            self._beat = time.monotonic()
            if not self._well:
                await self._pause.wait()
                continue
            backoff.reset()
            self._pause.reset()
            if self._most == BATCH:
                await self._sleep()

    async def _sleep(self) -> None:
        try:
            async with asyncio.timeout(self._settings.poll_seconds):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _send_few(self, channel: aiormq.Channel) -> None:
        """A small batch; a row alone that the broker refuses is refused for its own sake."""
        self._sender.start_over()
        self._well = True
        claimed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        await self._send_batch(channel, self._most, claimed)
        if self._well:
            all_sent = claimed.result() < self._most
            self._most = BATCH if all_sent else min(BATCH, self._most * 2)

    async def _send_all(self, channel: aiormq.Channel) -> None:
        """Batch after batch; while one waits for its confirms the next is claimed and sent."""
        self._sender.start_over()
        self._well = True
        lanes, full = asyncio.Semaphore(LANES), True
        try:
            async with asyncio.TaskGroup() as group:
                while full and self._well:
                    await lanes.acquire()
                    self._beat = time.monotonic()
                    claimed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
                    sending = group.create_task(
                        self._send_batch(channel, BATCH, claimed, linger=LINGER)
                    )
                    sending.add_done_callback(partial(_over, lanes, claimed))
                    full = await claimed == BATCH
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None

    async def _send_batch(
        self, channel: aiormq.Channel, most: int, claimed: "asyncio.Future[int]", linger: float = 0
    ) -> None:
        self._judge(await self._sender.send(channel, most, claimed, linger))

    def _judge(self, results: Sequence[Sent]) -> None:
        """A refusal closes the channel for the whole batch: smaller ones find the culprit.

        Raises where it was no refusal: the connection is of no further use.
        """
        failed = next((result.error for result in results if result.error is not None), None)
        if failed is None:
            return
        self._well = False
        log.warning("publishing failed", error=type(failed).__name__)
        if not isinstance(failed, REFUSALS):
            raise ConnectionError("the channel is gone") from failed
        if not is_the_rows(failed):
            self._most = max(1, len(results) // 4)


def _over(lanes: asyncio.Semaphore, claimed: "asyncio.Future[int]", _: object) -> None:
    """A batch ended; nobody is left waiting for what it did not get to say."""
    lanes.release()
    claimed.cancel()
