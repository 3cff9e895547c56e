"""One event through the inbox: seen before, applied, waiting, parked, or ours to mend."""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import fates, timers
from chassis.backoff import Backoff
from chassis.bodies import Bodies
from chassis.database import Store, lost_race
from chassis.envelope import Delivery, Event, Identity, Unreadable, read_event
from chassis.inbox import Inbox
from chassis.metrics import Metrics
from chassis.outcomes import NotYet, Outage, Reason, Refused
from chassis.parking import Parking
from chassis.schemas import IntakeContracts
from chassis.settings import ServiceSettings
from chassis.spans import process_span, sweep_span
from chassis.topology import inbox_queue
from chassis.work import Work

Fate = tuple[str, Work | None]
POISON = Reason("killed-the-process", "Our software died of this event: we mend and replay.")
MOST_RACES = 50
SAME_TRACE = timedelta(minutes=10)
log = structlog.get_logger()


class Processor:
    """Gives every delivery its fate, in one transaction with the effect.

    Raises Outage where the database is down; nothing else leaves `process` and `resume`.
    """

    def __init__(
        self,
        inbox: Inbox,
        store: Store,
        settings: ServiceSettings,
        *,
        metrics: Metrics,
        clock: Callable[[], datetime],
        committed: Callable[[Work], None],
    ) -> None:
        self.inbox, self.store, self.settings = inbox, store, settings
        self.metrics, self.clock, self.committed = metrics, clock, committed
        self.queue = inbox_queue(inbox.service)
        self.contracts = IntakeContracts(inbox.service)
        self.bodies = Bodies(settings.key.get_secret_value())
        self.parking = Parking(inbox.service, self.contracts, self.bodies, self.work)

    def work(
        self, session: AsyncSession, event: Event | None = None, as_of: datetime | None = None
    ) -> Work:
        """A unit of work on this transaction; a replay may judge as of an earlier moment."""
        return Work(
            session,
            service=self.inbox.service,
            settings=self.settings,
            now=as_of or self.clock(),
            event=event,
        )

    async def process(self, delivery: Delivery) -> str:
        """Take one delivery in; returns its outcome, a word for the metrics."""
        try:
            event = read_event(delivery, now=self.clock())
        except Unreadable as bad:
            identity, reasons = bad.identity, bad.reasons
            with process_span(delivery.routing_key, **_said(delivery, self.queue, identity.id)):
                return await self._mending(
                    lambda: self.park_unread(delivery, identity, reasons), delivery, None
                )
        self.metrics.lag((self.clock() - event.time).total_seconds())
        with process_span(event.type, **span_of(event, self.queue, delivery.redelivered)):
            return await self._mending(lambda: self._process(event, delivery), delivery, None)

    async def resume(self, key: str, delivery: Delivery, received_at: datetime) -> str:
        """Try a ready event again: in its own trace when it waited shortly, else in a new one."""
        step = self._resume(key, delivery)
        try:
            event = read_event(delivery, now=self.clock())
        except Unreadable:
            return await self._mending(lambda: self.transact(step), delivery, key)
        shortly = self.clock() - received_at < SAME_TRACE
        scope = (process_span if shortly else sweep_span)(event.type, **span_of(event, self.queue))
        with scope:
            return await self._mending(lambda: self.transact(step), delivery, key)

    async def transact(self, step: Callable[[AsyncSession], Awaitable[Fate]]) -> str:
        """One transaction; what was to follow the commit follows it."""
        async with self.store.writing() as session:
            outcome, work = await step(session)
        if work is not None:
            self.committed(work)
        return outcome

    async def _mending(
        self, attempt: Callable[[], Awaitable[str]], delivery: Delivery, key: str | None
    ) -> str:
        """An outage pauses everything; a failure of ours parks this one event after some tries."""
        began = time.monotonic()
        try:
            outcome = await self._with_patience(attempt)
        except Outage:
            raise
        except Exception as error:  # noqa: BLE001 - ours to mend, whichever it is
            outcome = await self._give_up(delivery, error, key)
        self.metrics.outcome(delivery.routing_key, outcome)
        self.metrics.processed(delivery.routing_key, time.monotonic() - began)
        return outcome

    async def _with_patience(self, attempt: Callable[[], Awaitable[str]]) -> str:
        """A lost race for a lock is no failure and is tried again for long."""
        backoff, left, races = Backoff(0.05, 2.0), self.settings.attempts, MOST_RACES
        while True:
            try:
                return await attempt()
            except Exception as error:
                if not await self.store.probe():
                    raise Outage("the database does not answer") from error
                if lost_race(error) and races:
                    races -= 1
                else:
                    left -= 1
                    log.warning("handling failed", error=type(error).__name__, attempts_left=left)
                if left == 0:
                    raise
            await backoff.wait()

    async def _give_up(self, delivery: Delivery, error: Exception, key: str | None) -> str:
        try:
            async with self.store.writing() as session:
                await self.parking.failed(session, delivery, error, key)
        except Exception as again:
            raise Outage("what failed cannot be parked") from again
        return "failed"

    async def _process(self, event: Event, delivery: Delivery) -> str:
        try:
            return await self.transact(self._if_new(event, delivery, self._straight))
        except Refused as refused:
            return await self.transact(self._if_new(event, delivery, self._refusal(refused)))
        except NotYet as not_yet:
            looked = self._looking_again(not_yet.things)
            return await self.transact(self._if_new(event, delivery, looked))

    async def park_poison(self, delivery: Delivery) -> str:
        """Park what killed the process, without handling it."""
        try:
            event = read_event(delivery, now=self.clock())
        except Unreadable as bad:
            return await self.park_unread(delivery, bad.identity, [*bad.reasons, POISON])
        identity = Identity(event.key, event.content_hash, event.id, event.source)
        return await self.park_unread(delivery, identity, [POISON])

    async def park_unread(
        self, delivery: Delivery, identity: Identity, reasons: list[Reason]
    ) -> str:
        """Park what is no event, or what killed the process."""

        async def step(session: AsyncSession) -> Fate:
            work = await self.parking.unread(session, delivery, identity, reasons)
            return ("parked" if work else "duplicate"), work

        return await self.transact(step)

    def _if_new(
        self,
        event: Event,
        delivery: Delivery,
        then: Callable[[AsyncSession, Event, Delivery], Awaitable[Fate]],
    ) -> Callable[[AsyncSession], Awaitable[Fate]]:
        """Claim the event's row first; a known identity is a duplicate or a reused id."""

        async def step(session: AsyncSession) -> Fate:
            if await fates.claim_new(session, event, self.clock()):
                return await then(session, event, delivery)
            if await fates.hash_of(session, event.key) == event.content_hash:
                return "duplicate", None
            work = await self.parking.reused(session, event, delivery)
            return ("parked" if work else "duplicate"), work

        return step

    async def _straight(self, session: AsyncSession, event: Event, _: Delivery) -> Fate:
        """The straight way: no savepoint, no lock."""
        work = self.work(session, event)
        await self.apply(event, work)
        return "applied", work

    def _refusal(
        self, refused: Refused
    ) -> Callable[[AsyncSession, Event, Delivery], Awaitable[Fate]]:
        async def then(session: AsyncSession, event: Event, delivery: Delivery) -> Fate:
            return "parked", await self.parking.refused(session, event, delivery, refused.reasons)

        return then

    async def apply(self, event: Event, work: Work) -> None:
        """Contract, then handler, then the outbox rows."""
        handler = self.inbox.handler(event)
        if handler is None:
            raise Refused([Reason("unknown-type", "No service takes this type or version in.")])
        reasons = self.contracts.reasons(event.type, event.data)
        if reasons:
            raise Refused(reasons)
        await handler(event, work)
        await timers.fired(work.session, event)
        await work.flush()

    def _resume(self, key: str, delivery: Delivery) -> Callable[[AsyncSession], Awaitable[Fate]]:
        async def step(session: AsyncSession) -> Fate:
            row = await fates.claim_ready(session, key)
            if row is None:
                return "duplicate", None
            try:
                event = read_event(delivery, now=self.clock())
            except Unreadable as bad:
                await fates.park(session, key, bad.reasons, self.bodies.seal(delivery))
                return "parked", None
            again = self._looking_again((), row.as_of)
            outcome, work = await again(session, event, delivery)
            if outcome == "applied":
                await fates.settle(session, key, self.clock())
            return outcome, work

        return step

    def _looking_again(
        self, things: tuple[str, ...], as_of: datetime | None = None
    ) -> Callable[[AsyncSession, Event, Delivery], Awaitable[Fate]]:
        """The handler in a savepoint under the locks of what it waits for: no wake-up is lost."""

        async def then(session: AsyncSession, event: Event, delivery: Delivery) -> Fate:
            locked: set[str] = set()
            missing = set(things)
            while True:
                work = self.work(session, event, as_of)
                await work.lock(*missing)
                locked |= missing
                try:
                    async with session.begin_nested():
                        await self.apply(event, work)
                except Refused as refused:
                    return await self._refusal(refused)(session, event, delivery)
                except NotYet as not_yet:
                    missing = set(not_yet.things)
                    session.expire_all()  # what was read before a lock may have changed since
                    if missing <= locked:
                        return await self._waits(session, event, delivery, not_yet.things)
                else:
                    return "applied", work

        return then

    async def _waits(
        self, session: AsyncSession, event: Event, delivery: Delivery, things: tuple[str, ...]
    ) -> Fate:
        overdue_at = self.clock() + self.settings.overdue_after
        await fates.wait(session, event.key, things, self.bodies.seal(delivery), overdue_at)
        return "waiting", None


def span_of(event: Event, queue: str, redelivered: bool = False) -> dict[str, Any]:
    """What a process span says of an event."""
    return {
        "queue": queue,
        "message_id": event.id,
        "body_size": event.size,
        "traceparent": event.traceparent,
        "tracestate": event.tracestate,
        "redelivered": redelivered,
        "correlation_id": event.correlation_id,
        "source": event.source,
        "subject": event.subject,
    }


def _said(delivery: Delivery, queue: str, message_id: str | None) -> dict[str, Any]:
    return {"queue": queue, "message_id": message_id, "body_size": len(delivery.body)}
