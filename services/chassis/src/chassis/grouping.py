"""Events in, in groups: one transaction for all that wait, then one ack for all of them."""

import asyncio
from collections.abc import Sequence

import aio_pika
import aiormq.abc
import structlog
from opentelemetry.trace import Span

from chassis.backoff import Backoff
from chassis.claiming import claim_group
from chassis.consuming import own_headers
from chassis.envelope import Delivery, Event, Unreadable, read_event
from chassis.lasting import run_for_ever
from chassis.outcomes import Outage
from chassis.processing import Processor, span_of
from chassis.spans import batch_span, start_process
from chassis.topology import inbox_queue

CONNECT_SECONDS = 15.0
Message = aiormq.abc.DeliveredMessage
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
            async with _Source(connection, self._queue, self._size * 2) as source:
                while True:
                    await self._take(source, await source.some(self._size))
        finally:
            async with asyncio.timeout(CONNECT_SECONDS):
                await connection.close()

    async def _cautiously(self, connection: aio_pika.abc.AbstractConnection) -> None:
        async with _Source(connection, self._queue, 1) as source:
            while True:
                messages = await source.some(1)
                await self._take(source, messages)
                if not messages[0].redelivered:
                    return

    async def _take(self, source: "_Source", messages: Sequence[Message]) -> None:
        """Fates for all, then the ack; an error closes the connection and hands all back."""
        deliveries = [_delivery(message) for message in messages]
        events = await self._read(deliveries)
        if events:
            try:
                await self._commit(events)
            except Exception as error:  # noqa: BLE001 - whichever it is, the others are unharmed
                log.warning("a group failed", error=type(error).__name__, size=len(events))
                for delivery in deliveries:
                    await self._processor.process(delivery)
        await source.ack(messages)

    async def _read(self, deliveries: Sequence[Delivery]) -> list[Event]:
        now, events = self._processor.clock(), []
        for delivery in deliveries:
            try:
                events.append(read_event(delivery, now=now))
            except Unreadable:
                await self._processor.process(delivery)
        return events

    async def _commit(self, events: Sequence[Event]) -> None:
        processor, metrics = self._processor, self._processor.metrics
        spans = [self._span(event) for event in events]
        try:
            with batch_span(spans, queue=self._queue):
                async with processor.store.writing() as session:
                    new = await claim_group(session, events, processor.clock())
                    work = processor.work(session)
                    assert processor.inbox.group is not None  # noqa: S101 - chosen for groups
                    await processor.inbox.group(_once(events, new), work)
                    await work.flush()
                processor.committed(work)
        finally:
            for span in spans:
                span.end()
        now = processor.clock()
        metrics.group(len(events))
        for event in events:
            metrics.outcome(event.type, "applied" if event.key in new else "duplicate")
        metrics.lag((now - events[0].time).total_seconds())

    def _span(self, event: Event) -> Span:
        return start_process(event.type, **span_of(event, self._queue))


def _once(events: Sequence[Event], new: set[str]) -> list[Event]:
    """The new events in their order, each once."""
    return list({event.key: event for event in events if event.key in new}.values())


def _delivery(message: Message) -> Delivery:
    properties = message.header.properties
    return Delivery(
        message.routing_key or "",
        own_headers(properties.headers),
        properties.content_type,
        message.body,
        bool(message.redelivered),
    )


class _Source:
    """One consumer on a channel of its own, its deliveries kept until somebody takes them."""

    def __init__(
        self, connection: aio_pika.abc.AbstractConnection, queue: str, prefetch: int
    ) -> None:
        self._connection, self._queue, self._prefetch = connection, queue, prefetch
        self._arrived: asyncio.Queue[Message | None] = asyncio.Queue()

    async def __aenter__(self) -> "_Source":
        self._wrapper = await self._connection.channel(publisher_confirms=False)
        self._channel = await self._wrapper.get_underlay_channel()
        self._wrapper.close_callbacks.add(self._lost)
        self._connection.close_callbacks.add(self._lost)
        await self._channel.basic_qos(prefetch_count=self._prefetch)
        consuming = await self._channel.basic_consume(self._queue, self._arrive)
        self._tag = consuming.consumer_tag or ""
        return self

    async def __aexit__(self, *_: object) -> None:
        self._connection.close_callbacks.discard(self._lost)
        if not self._wrapper.is_closed:
            await self._wrapper.close()

    async def _arrive(self, message: Message) -> None:
        self._arrived.put_nowait(message)

    def _lost(self, *_: object) -> None:
        self._arrived.put_nowait(None)

    async def some(self, most: int) -> list[Message]:
        """At least one, at most `most`; ConnectionError where the channel is gone."""
        messages = [await self._arrived.get()]
        while len(messages) < most and not self._arrived.empty():
            messages.append(self._arrived.get_nowait())
        taken = [message for message in messages if message is not None]
        if len(taken) < len(messages):
            raise ConnectionError("the channel is gone")
        return taken

    async def ack(self, messages: Sequence[Message]) -> None:
        """One ack up to the last of these."""
        tag = max(message.delivery_tag or 0 for message in messages)
        await self._channel.basic_ack(tag, multiple=True, wait=False)
