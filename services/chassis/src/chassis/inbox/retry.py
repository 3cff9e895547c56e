"""An event that fails: tried again with patience, then parked; an outage pauses everything."""

import time
from collections.abc import Awaitable, Callable

import structlog

from chassis.contracts.event import Delivery
from chassis.inbox.rejections import Parking
from chassis.messaging.reconnect import Backoff, Outage
from chassis.storage.database import Store, lost_race
from chassis.telemetry.metrics import Metrics

MOST_RACES = 50
log = structlog.get_logger()


class Mending:
    """Gives an attempt the tries it may have; only Outage leaves it."""

    def __init__(self, store: Store, parking: Parking, metrics: Metrics, attempts: int) -> None:
        self._store, self._parking = store, parking
        self._metrics, self._attempts = metrics, attempts

    async def outcome(
        self, attempt: Callable[[], Awaitable[str]], delivery: Delivery, key: str | None = None
    ) -> str:
        """What the attempt ends in; `key` names the row of an event that was ready."""
        began = time.monotonic()
        try:
            outcome = await self._with_patience(attempt)
        except Outage:
            raise
        except Exception as error:  # noqa: BLE001 - ours to mend, whichever it is
            outcome = await self.give_up(delivery, error, key)
        self._metrics.outcome(delivery.routing_key, outcome)
        self._metrics.processed(delivery.routing_key, time.monotonic() - began)
        return outcome

    async def _with_patience(self, attempt: Callable[[], Awaitable[str]]) -> str:
        """A lost race for a lock is no failure and is tried again for long."""
        backoff, left, races = Backoff(0.05, 2.0), self._attempts, MOST_RACES
        while True:
            try:
                return await attempt()
            except Exception as error:
                if not await self._store.probe():
                    raise Outage("the database does not answer") from error
                if lost_race(error) and races:
                    races -= 1
                else:
                    left -= 1
                    log.warning("handling failed", error=type(error).__name__, attempts_left=left)
                if left == 0:
                    raise
            await backoff.wait()

    async def give_up(self, delivery: Delivery, error: Exception, key: str | None) -> str:
        """Park this one event with its traceback."""
        try:
            async with self._store.writing() as session:
                await self._parking.failed(session, delivery, error, key)
        except Exception as again:
            raise Outage("what failed cannot be parked") from again
        return "failed"
