"""The way out for a message that cannot even be parked: its hash is kept, so that it never loops.

The parked and the unrouted queue have no queue behind them. A message that fails there would come
back for ever, and hold up the others.
"""

import hashlib
from collections.abc import Awaitable, Callable

import structlog

from chassis.contracts.event import Delivery, Identity, Reason
from chassis.inbox import store
from chassis.inbox.outcomes import Outcome
from chassis.messaging.reconnect import Backoff, Outage
from chassis.telemetry.metrics import Metrics
from chassis.unit_of_work import UnitsOfWork

ATTEMPTS = 3
NO_TYPE = "unreadable"
log = structlog.get_logger()
Process = Callable[[Delivery], Awaitable[Outcome | None]]


class LastResort:
    """Wraps what parks a message; raises Outage if the database is down, and nothing else."""

    def __init__(self, units: UnitsOfWork, metrics: Metrics) -> None:
        self._units, self._metrics = units, metrics

    def __call__(self, process: Process) -> Process:
        """The same, but after some attempts only hash and length of the message are kept."""

        async def guarded(delivery: Delivery) -> Outcome | None:
            backoff = Backoff(0.05, 1.0)
            for _ in range(ATTEMPTS):
                try:
                    return await process(delivery)
                except Exception as error:
                    if not await self._units.store.probe():
                        raise Outage("the database takes no write") from error
                    log.warning("a message cannot be parked", error=type(error).__name__)
                await backoff.wait()
            return await self._keep_hash(delivery.body)

        return guarded

    async def _keep_hash(self, body: bytes) -> Outcome:
        """A row that no reading of the message can spoil: nothing in it is the publisher's."""
        digest = hashlib.sha256(body).hexdigest()
        text = f"Our software cannot read this message of {len(body):,} bytes. We repair it."
        identity, reasons = Identity(digest, digest, None, None), [Reason("unreadable", text)]
        async with self._units.begin() as work:
            await store.park_invalid(work.session, identity, NO_TYPE, reasons, None, work.now)
        self._metrics.unreadable()
        log.error("a message that cannot be parked is kept as its hash", sha256=digest)
        return Outcome.PARKED
