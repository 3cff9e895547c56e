"""One batch from the outbox to the bus: claimed, published, and marked after the confirm."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

import aiormq
import structlog
from aiormq.exceptions import ChannelAccessRefused, ChannelPreconditionFailed, DeliveryError
from opentelemetry.trace import Span
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.messaging.publisher import Confirm, Unsendable, publish
from chassis.outbox import store as outbox
from chassis.outbox.send_spans import begin_sending
from chassis.storage.database import Store
from chassis.telemetry.metrics import Metrics
from chassis.telemetry.spans import end_send

MOST_REFUSALS = 5
TRICKLE = 50  # rows that are worth a mark of their own
REFUSALS = (ChannelAccessRefused, ChannelPreconditionFailed, DeliveryError, Unsendable)
log = structlog.get_logger()


class Sent(NamedTuple):
    """What became of one row: confirmed where there is no error."""

    seq: int
    error: BaseException | None


class Sender:
    """Sends batches over a channel; several may be under way at once."""

    def __init__(
        self,
        store: Store,
        metrics: Metrics,
        clock: Callable[[], datetime],
        *,
        woken: asyncio.Event,
        timeout: float,
    ) -> None:
        self._store, self._metrics, self._clock = store, metrics, clock
        self._woken, self._timeout = woken, timeout
        self._claimed = 0

    def start_over(self) -> None:
        """What was claimed and not sent is claimed again."""
        self._claimed = 0

    async def send(
        self, channel: aiormq.Channel, most: int, claimed: "asyncio.Future[int]", linger: float = 0
    ) -> list[Sent]:
        """Claim, publish, mark; `claimed` is told at once how many rows there were.

        A trickle lingers: what is committed within so many seconds is sent at once as well, and
        marked together with it.
        """
        if self._store.dialect == "sqlite":  # its writing transaction is not held open meanwhile
            results = await self._send(channel, most, claimed, linger, self._claim_on_sqlite)
            if results:
                async with self._store.writing() as session:
                    await self._mark(session, results)
            return results
        async with self._store.writing() as session:
            claim = partial(outbox.claim, session)
            results = await self._send(channel, most, claimed, linger, claim)
            await self._mark(session, results)
        return results

    async def _claim_on_sqlite(self, most: int, besides: Sequence[int]) -> list[Any]:
        """It locks no rows: what its one relay has claimed already it leaves out itself."""
        async with self._store.reading() as session:
            rows = await outbox.claim(session, most, after=self._claimed)
        self._claimed = rows[-1].seq if rows else self._claimed
        return rows

    async def _send(
        self,
        channel: aiormq.Channel,
        most: int,
        claimed: "asyncio.Future[int]",
        linger: float,
        claim: Callable[[int, Sequence[int]], Awaitable[list[Any]]],
    ) -> list[Sent]:
        rows = await claim(most, ())
        if not claimed.done():  # or who waited for it has been stopped
            claimed.set_result(len(rows))
        results = await self._publish(channel, rows)
        until = asyncio.get_running_loop().time() + linger
        while _trickles(results, most) and await self._woken_by(until):
            self._woken.clear()
            more = await claim(most - len(results), [one.seq for one in results])
            results += await self._publish(channel, more)
        return results

    async def _woken_by(self, until: float) -> bool:
        try:
            async with asyncio.timeout_at(until):
                await asyncio.sleep(0)  # a moment that is past is noticed even by who need not wait
                return await self._woken.wait()
        except (TimeoutError, asyncio.CancelledError):  # who stops us waits: first comes the mark
            return False

    async def _publish(self, channel: aiormq.Channel, rows: Sequence[Any]) -> list[Sent]:
        if not rows:
            return []
        now = datetime.now(UTC)
        sends = [begin_sending(row, now) for row in rows]
        confirms = await publish(channel, [message for message, _ in sends])
        for confirm, (_, span) in zip(confirms, sends, strict=True):
            confirm.add_done_callback(partial(_end, span))
        done, late = await asyncio.wait(confirms, timeout=self._timeout)
        for confirm in late:
            confirm.cancel()
        return [
            Sent(row.seq, _error(confirm) if confirm in done else TimeoutError())
            for row, confirm in zip(rows, confirms, strict=True)
        ]

    async def _mark(self, session: AsyncSession, results: Sequence[Sent]) -> None:
        if not results:
            return
        now = self._clock()
        sent = [result.seq for result in results if result.error is None]
        await outbox.mark_sent(session, sent, now)
        self._metrics.published(len(sent))
        for seq, error in results:
            if isinstance(error, REFUSALS) and (len(results) == 1 or is_the_rows(error)):
                text = type(error).__name__
                self._metrics.publish_failed(text)
                if await outbox.mark_refused(session, seq, text, now, most=MOST_REFUSALS):
                    log.error("a row of the outbox is set aside", seq=seq, error=text)


def _trickles(results: Sequence[Sent], most: int) -> bool:
    return 0 < len(results) < min(most, TRICKLE) and all(one.error is None for one in results)


def is_the_rows(error: BaseException) -> bool:
    """A nack names its row and leaves the channel open; any other refusal closes it for all."""
    return isinstance(error, DeliveryError | Unsendable)


def _end(span: Span, confirm: Confirm) -> None:
    end_send(span, _error(confirm))


def _error(confirm: Confirm) -> BaseException | None:
    return asyncio.CancelledError() if confirm.cancelled() else confirm.exception()
