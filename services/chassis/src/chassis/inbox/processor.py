"""One event through the inbox: known, applied, waiting or parked, in one transaction."""

from collections.abc import Sequence

from chassis.contracts.cloudevents import parse
from chassis.contracts.event import Delivery, Event, InvalidEvent, Reason
from chassis.inbox import store
from chassis.inbox.batch import commit_together
from chassis.inbox.outcomes import NotYet, Outcome, Rejected
from chassis.inbox.registry import Inbox
from chassis.inbox.rejections import Rejections
from chassis.inbox.retry import Retry
from chassis.messaging.topology import inbox_queue_of
from chassis.storage.encryption import Bodies
from chassis.telemetry.metrics import Metrics
from chassis.telemetry.spans import invalid_span, process_span
from chassis.unit_of_work import UnitsOfWork, Work

POISON = Reason("killed-the-process", "This event ended our software. We repair it and try again.")


class Processor:
    """Gives every delivery its outcome; raises Outage if the database is down, nothing else."""

    def __init__(self, registry: Inbox, units: UnitsOfWork, metrics: Metrics) -> None:
        self.registry, self.units, self.metrics = registry, units, metrics
        self.clock = units.clock
        self.bodies = Bodies(units.settings.key.get_secret_value())
        self.rejections = Rejections(registry, units, self.bodies)
        self.retry = Retry(units, self.rejections, metrics)

    def queue(self, event_type: str) -> str:
        """The queue through which events of this type come."""
        return inbox_queue_of(self.registry.service, event_type)

    async def process(self, delivery: Delivery) -> Outcome:
        """Process one delivery."""
        try:
            event = parse(delivery, now=self.clock())
        except InvalidEvent as invalid:
            return await self._park_invalid(invalid)
        self.metrics.lag((self.clock() - event.time).total_seconds())
        queue = self.queue(event.type)
        with process_span(event, queue, redelivered=delivery.redelivered):
            return await self.retry(lambda: self._once(event, delivery), delivery)

    async def process_batch(self, deliveries: Sequence[Delivery]) -> None:
        """Process many: the new ones in one transaction, and singly whatever is not done then."""
        together = await commit_together(self.registry, self.units, self.metrics, deliveries)
        for delivery in deliveries:
            if id(delivery) not in together:
                await self.process(delivery)

    async def park_poison(self, delivery: Delivery) -> Outcome:
        """Park what ended the process again and again, without handling it."""
        identity, invalid = self.rejections.identify(delivery)
        async with self.units.begin() as work:
            reasons = [*invalid, POISON]
            return await self.rejections.park_invalid(work, delivery, identity, reasons)

    async def apply(self, work: Work, event: Event, delivery: Delivery) -> Outcome:
        """Run the handler of an event whose row this transaction has claimed.

        It runs again under the locks of its prerequisites before the event waits for them, so that
        no wake-up is lost.
        """
        needs: set[str] = set()
        while True:
            await work.lock(*needs)
            try:
                async with work.savepoint():
                    await self.registry.dispatch(event, work)
            except Rejected as rejected:
                return await self.rejections.park(work, event, delivery, rejected.reasons)
            except NotYet as not_yet:
                if needs.issuperset(not_yet.prerequisites):
                    return await self._defer(work, event, delivery, not_yet)
                needs.update(not_yet.prerequisites)
                work.session.expire_all()  # what was read before the lock may have changed
            else:
                return Outcome.APPLIED

    async def _once(self, event: Event, delivery: Delivery) -> Outcome:
        async with self.units.begin(event) as work:
            if await store.claim(work.session, event, work.now):
                return await self.apply(work, event, delivery)
            if await store.known_hash(work.session, event.key) == event.content_hash:
                return Outcome.DUPLICATE
            return await self.rejections.park_reused(work, event, delivery)

    async def _defer(
        self, work: Work, event: Event, delivery: Delivery, not_yet: NotYet
    ) -> Outcome:
        sealed, prerequisites = self.bodies.seal(delivery), not_yet.prerequisites
        overdue_at = self.clock() + self.units.settings.overdue_after
        await store.defer(work.session, event.key, prerequisites, sealed, overdue_at)
        return Outcome.WAITING

    async def _park_invalid(self, invalid: InvalidEvent) -> Outcome:
        delivery, identity, reasons = invalid.delivery, invalid.identity, invalid.reasons

        async def once() -> Outcome:
            async with self.units.begin() as work:
                return await self.rejections.park_invalid(work, delivery, identity, reasons)

        with invalid_span(delivery, self.queue(delivery.routing_key), identity.id):
            return await self.retry(once, delivery)
