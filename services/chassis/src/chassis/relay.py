"""From the outbox to the bus: claim, publish with pipelined confirms, mark after the confirm."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

import aio_pika
import aiormq
import orjson
import structlog
from aiormq.exceptions import ChannelAccessRefused, ChannelPreconditionFailed, DeliveryError
from opentelemetry.trace import Span

from chassis import outbox
from chassis.backoff import Backoff
from chassis.database import Store
from chassis.lasting import run_for_ever
from chassis.metrics import Metrics
from chassis.publishing import Confirm, Message, Unsendable, publish
from chassis.settings import ServiceSettings
from chassis.spans import end_send, outbox_wait_span, start_send

BATCH = 500
LANES = 3  # batches under way at once
MOST_REFUSALS = 5
REFUSALS = (ChannelAccessRefused, ChannelPreconditionFailed, DeliveryError, Unsendable)
log = structlog.get_logger()


class Sent(NamedTuple):
    """What became of one row: confirmed where there is no error."""

    seq: int
    error: BaseException | None


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
        self._claimed, self._well = 0, True
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
                channel = await connection.channel(publisher_confirms=True)
                underlay = await channel.get_underlay_channel()
                assert isinstance(underlay, aiormq.Channel)  # noqa: S101 - its abstract class lacks lock
                await self._use(underlay, backoff)
        finally:
            async with asyncio.timeout(timeout):
                await connection.close()

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
        self._claimed, self._well = 0, True
        claimed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        await self._send_batch(channel, self._most, claimed)
        if self._well:
            all_sent = claimed.result() < self._most
            self._most = BATCH if all_sent else min(BATCH, self._most * 2)

    async def _send_all(self, channel: aiormq.Channel) -> None:
        """Batch after batch; while one waits for its confirms the next is claimed and sent."""
        self._claimed, self._well = 0, True
        lanes, full = asyncio.Semaphore(LANES), True
        try:
            async with asyncio.TaskGroup() as group:
                while full and self._well:
                    await lanes.acquire()
                    self._beat = time.monotonic()
                    claimed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
                    sending = group.create_task(self._send_batch(channel, BATCH, claimed))
                    sending.add_done_callback(partial(_over, lanes, claimed))
                    full = await claimed == BATCH
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None

    async def _send_batch(
        self, channel: aiormq.Channel, most: int, claimed: "asyncio.Future[int]"
    ) -> None:
        """Claim, publish, mark; says as soon as it knows how many rows there were."""
        if self._store.dialect == "sqlite":  # no transaction is held open while publishing
            async with self._store.reading() as session:
                rows = await outbox.claim(session, most, after=self._claimed)
            self._claimed = rows[-1].seq if rows else 0
            claimed.set_result(len(rows))
            results = await self._publish(channel, rows)
            if results:
                async with self._store.writing() as session:
                    await self._mark(session, results)
        else:
            async with self._store.writing() as session:
                rows = await outbox.claim(session, most)
                claimed.set_result(len(rows))
                results = await self._publish(channel, rows)
                await self._mark(session, results)
        self._judge(results)

    async def _mark(self, session: Any, results: Sequence[Sent]) -> None:
        if not results:
            return
        now = self._clock()
        sent = [result.seq for result in results if result.error is None]
        await outbox.mark_sent(session, sent, now)
        self._metrics.published(len(sent))
        for seq, error in results:
            if isinstance(error, REFUSALS) and (len(results) == 1 or _is_the_rows(error)):
                text = type(error).__name__
                self._metrics.publish_failed(text)
                if await outbox.mark_refused(session, seq, text, now, most=MOST_REFUSALS):
                    log.error("a row of the outbox is set aside", seq=seq, error=text)

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
        if not _is_the_rows(failed):
            self._most = max(1, len(results) // 4)

    async def _publish(self, channel: aiormq.Channel, rows: Sequence[Any]) -> list[Sent]:
        if not rows:
            return []
        now = datetime.now(UTC)
        sends = [_begin(row, now) for row in rows]
        confirms = await publish(channel, [message for message, _ in sends])
        for confirm, (_, span) in zip(confirms, sends, strict=True):
            confirm.add_done_callback(partial(_end, span))
        done, late = await asyncio.wait(confirms, timeout=self._settings.publish_timeout_seconds)
        for confirm in late:
            confirm.cancel()
        return [
            Sent(row.seq, _error(confirm) if confirm in done else TimeoutError())
            for row, confirm in zip(rows, confirms, strict=True)
        ]


def _over(lanes: asyncio.Semaphore, claimed: "asyncio.Future[int]", _: object) -> None:
    """A batch ended; nobody is left waiting for what it did not get to say."""
    lanes.release()
    claimed.cancel()


def _is_the_rows(error: BaseException) -> bool:
    """A nack names its row and leaves the channel open; any other refusal closes it for all."""
    return isinstance(error, DeliveryError | Unsendable)


def _begin(row: Any, now: datetime) -> tuple[Message, Span]:
    """The row's message under the span of its sending."""
    headers = orjson.loads(row.headers)
    traceparent, tracestate = headers.get("ce-traceparent"), headers.get("ce-tracestate")
    outbox_wait_span(traceparent, row.created_at, now, tracestate=tracestate)
    span, sent_traceparent, sent_tracestate = start_send(
        row.event_type,
        message_id=row.event_id,
        body_size=len(row.body),
        traceparent=traceparent,
        tracestate=tracestate,
        correlation_id=headers.get("ce-correlationid"),
        source=headers["ce-source"],
        subject=row.subject,
        exchange=row.exchange,
        routing_key=row.routing_key,
    )
    if sent_traceparent:
        headers["ce-traceparent"] = sent_traceparent
        if sent_tracestate:
            headers["ce-tracestate"] = sent_tracestate
    return Message(row.exchange, row.routing_key, row.event_id, headers, row.body), span


def _end(span: Span, confirm: Confirm) -> None:
    end_send(span, _error(confirm))


def _error(confirm: Confirm) -> BaseException | None:
    return asyncio.CancelledError() if confirm.cancelled() else confirm.exception()
