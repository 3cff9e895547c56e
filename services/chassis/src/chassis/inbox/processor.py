"""One event through the inbox: seen before, applied, waiting, parked, or ours to mend."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.cloudevents import read_event
from chassis.contracts.event import Delivery, Event, Identity, Unreadable
from chassis.contracts.outcomes import NotYet, Reason, Rejected
from chassis.contracts.schemas import IntakeContracts
from chassis.inbox import store as fates
from chassis.inbox.applying import Applying, Fate, Step
from chassis.inbox.registry import Inbox
from chassis.inbox.rejections import Parking
from chassis.inbox.resume import Resuming
from chassis.inbox.retry import Mending
from chassis.messaging.topology import inbox_queue
from chassis.settings import ServiceSettings
from chassis.storage.database import Store
from chassis.storage.encryption import Bodies
from chassis.telemetry.attributes import of_event, of_unread
from chassis.telemetry.metrics import Metrics
from chassis.telemetry.spans import process_span, sweep_span
from chassis.unit_of_work import Work

POISON = Reason("killed-the-process", "Our software died of this event: we mend and replay.")
SAME_TRACE = timedelta(minutes=10)


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
        self.bodies = Bodies(settings.key.get_secret_value())
        contracts = IntakeContracts(inbox.service)
        self.parking = Parking(inbox.service, contracts, self.bodies, self.work)
        self.mending = Mending(store, self.parking, metrics, settings.attempts)
        self._applying = Applying(inbox, contracts, self.parking, self.work, settings.overdue_after)
        self._resuming = Resuming(inbox, self._applying, self.parking, clock)

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
            said = of_unread(delivery, self.queue, identity.id)
            with process_span(delivery.routing_key, **said):
                return await self.mending.outcome(
                    lambda: self._park_unread(delivery, identity, reasons), delivery
                )
        self.metrics.lag((self.clock() - event.time).total_seconds())
        with process_span(event.type, **of_event(event, self.queue, delivery.redelivered)):
            return await self.mending.outcome(lambda: self._process(event, delivery), delivery)

    async def resume(self, key: str, delivery: Delivery, received_at: datetime) -> str:
        """Try a ready event again: in its own trace when it waited shortly, else in a new one."""
        step = self._resuming.step(key, delivery)
        try:
            event = read_event(delivery, now=self.clock())
        except Unreadable:
            return await self.mending.outcome(lambda: self.transact(step), delivery, key)
        shortly = self.clock() - received_at < SAME_TRACE
        with (process_span if shortly else sweep_span)(event.type, **of_event(event, self.queue)):
            return await self.mending.outcome(lambda: self.transact(step), delivery, key)

    async def park_poison(self, delivery: Delivery) -> str:
        """Park what killed the process, without handling it."""
        try:
            event = read_event(delivery, now=self.clock())
        except Unreadable as bad:
            return await self._park_unread(delivery, bad.identity, [*bad.reasons, POISON])
        identity = Identity(event.key, event.content_hash, event.id, event.source)
        return await self._park_unread(delivery, identity, [POISON])

    async def transact(self, step: Callable[[AsyncSession], Awaitable[Fate]]) -> str:
        """One transaction; what was to follow the commit follows it."""
        async with self.store.writing() as session:
            outcome, work = await step(session)
        if work is not None:
            self.committed(work)
        return outcome

    async def _process(self, event: Event, delivery: Delivery) -> str:
        """The straight way; one that cannot go it starts over, to be parked or to wait."""
        try:
            return await self.transact(self._if_new(event, delivery, self._applying.straight))
        except Rejected as refused:
            then = self._applying.refusing(refused)
        except NotYet as not_yet:
            then = self._applying.looking_again(not_yet.things)
        return await self.transact(self._if_new(event, delivery, then))

    def _if_new(
        self, event: Event, delivery: Delivery, then: Step
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

    async def _park_unread(
        self, delivery: Delivery, identity: Identity, reasons: list[Reason]
    ) -> str:
        """Park what is no event, or what killed the process."""

        async def step(session: AsyncSession) -> Fate:
            work = await self.parking.unread(session, delivery, identity, reasons)
            return ("parked" if work else "duplicate"), work

        return await self.transact(step)
