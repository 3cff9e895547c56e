"""Events in, in groups: one transaction for all that wait, then one ack for all of them."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

import aio_pika
import structlog
from opentelemetry.trace import Span

from chassis.arrivals import Arrivals, Message
from chassis.backoff import Backoff
from chassis.claiming import claim_group
from chassis.envelope import Delivery, Event, Unreadable, read_event
from chassis.lasting import run_for_ever
from chassis.outcomes import Outage
from chassis.processing import Processor
from chassis.raw_messages import of_aiormq
from chassis.span_names import of_event
from chassis.spans import batch_span, start_process
from chassis.topology import inbox_queue

CONNECT_SECONDS = 15.0
log = structlog.get_logger()


class GroupConsumer:
    """Consumes a queue in groups of at most `size`; a failing event leaves the others unharmed.

    The group is what lies there when the last commit is done: nothing waits for a group to fill.
    After a start it takes one message at a time until the first that is not a redelivery.
    """

    def __init__(self, amqp_url: str, processor: Processor, size: int) -> None:
        self._url, self._processor, self._size = amqp_url, processor, size
        self._queue = inbox_queue(processor.inbox.service)

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
            async with Arrivals(connection, self._queue, self._size * 2) as source:
                while True:
                    messages = await source.some(self._size)
                    await self._settle(messages)
                    await source.ack(messages)
        finally:
            async with asyncio.timeout(CONNECT_SECONDS):
                await connection.close()

    async def _cautiously(self, connection: aio_pika.abc.AbstractConnection) -> None:
        async with Arrivals(connection, self._queue, 1) as source:
            while True:
                messages = await source.some(1)
                await self._settle(messages)
                if not messages[0].redelivered:  # or prefetch 1 would fetch another for nothing
                    await source.cancel()
                await source.ack(messages)
                if not messages[0].redelivered:
                    return

    async def _settle(self, messages: Sequence[Message]) -> None:
        """Fates for all; an error closes the connection, which hands all of them back."""
        deliveries = [of_aiormq(message) for message in messages]
        group = self._group(deliveries)
        singly: Sequence[Delivery] = deliveries
        if group:
            try:
                new = await self._commit([event for event, _ in group.values()])
                done = {id(delivery) for key, (_, delivery) in group.items() if key in new}
                singly = [delivery for delivery in deliveries if id(delivery) not in done]
            except Exception as error:  # noqa: BLE001 - whichever it is, the others are unharmed
                log.warning("a group failed", error=type(error).__name__, size=len(group))
        for delivery in singly:
            await self._processor.process(delivery)

    def _group(self, deliveries: Sequence[Delivery]) -> dict[str, tuple[Event, Delivery]]:
        """Each event that can be read, once; the rest is judged singly."""
        now = self._processor.clock()
        group: dict[str, tuple[Event, Delivery]] = {}
        for delivery in deliveries:
            with suppress(Unreadable):
                event = read_event(delivery, now=now)
                group.setdefault(event.key, (event, delivery))
        return group

    async def _commit(self, events: Sequence[Event]) -> set[str]:
        """One transaction for all that are new; returns their keys."""
        processor = self._processor
        spans = [self._span(event) for event in events]
        try:
            with batch_span(spans, queue=self._queue):
                async with processor.store.writing() as session:
                    new = await claim_group(session, events, processor.clock())
                    work = processor.work(session)
                    assert processor.inbox.group is not None  # noqa: S101 - chosen for groups
                    if new:
                        await processor.inbox.group([e for e in events if e.key in new], work)
                    await work.flush()
                processor.committed(work)
        finally:
            for span in spans:
                span.end()
        self._count(events, new)
        return new

    def _count(self, events: Sequence[Event], new: set[str]) -> None:
        metrics = self._processor.metrics
        metrics.group(len(events))
        applied = Counter(event.type for event in events if event.key in new)
        for event_type, number in applied.items():
            metrics.outcome(event_type, "applied", number)
        metrics.lag((self._processor.clock() - events[0].time).total_seconds())

    def _span(self, event: Event) -> Span:
        return start_process(event.type, **of_event(event, self._queue))
