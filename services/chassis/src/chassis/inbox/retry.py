"""An event that fails is tried again, then parked; an outage stops everything until it is over."""

import time
from collections.abc import Awaitable, Callable

import structlog

from chassis.contracts.event import Delivery
from chassis.inbox.outcomes import Outcome
from chassis.inbox.rejections import Rejections
from chassis.messaging.reconnect import Backoff, Outage
from chassis.storage.database import is_outage, lost_race
from chassis.telemetry.metrics import Metrics
from chassis.unit_of_work import UnitsOfWork

MAX_RACES = 50
Attempt = Callable[[], Awaitable[Outcome]]
log = structlog.get_logger()


class Retry:
    """Tries an event as often as the settings allow; raises Outage and nothing else."""

    def __init__(self, units: UnitsOfWork, rejections: Rejections, metrics: Metrics) -> None:
        self._units, self._rejections, self._metrics = units, rejections, metrics

    async def __call__(
        self, attempt: Attempt, delivery: Delivery, key: str | None = None
    ) -> Outcome:
        """The outcome of the last attempt; `key` names the row of a ready event."""
        began = time.monotonic()
        try:
            outcome = await self._patiently(attempt)
        except Outage:
            raise
        except Exception as error:  # noqa: BLE001 - parked, whichever error it is
            outcome = await self.give_up(delivery, error, key)
        self._metrics.outcome(delivery.routing_key, outcome)
        self._metrics.processed(delivery.routing_key, time.monotonic() - began)
        return outcome

    async def _patiently(self, attempt: Attempt) -> Outcome:
        """A deadlock is no failure of the event: it is tried again far more often.

        A database that takes no write is an outage: it costs the event no attempt.
        """
        backoff = Backoff(0.05, 2.0)
        attempts, races = self._units.settings.attempts, MAX_RACES
        while True:
            try:
                return await attempt()
            except Exception as error:
                if is_outage(error) or not await self._units.store.probe():
                    raise Outage("the database takes no write") from error
                if lost_race(error) and races:
                    races -= 1
                else:
                    attempts -= 1
                    name = type(error).__name__
                    log.warning("handling failed", error=name, attempts_left=attempts)
                if attempts == 0:
                    raise
            await backoff.wait()

    async def give_up(self, delivery: Delivery, error: Exception, key: str | None) -> Outcome:
        """Park the event with the error's traceback."""
        try:
            async with self._units.begin() as work:
                await self._rejections.park_failed(work, delivery, error, key)
        except Exception as again:
            raise Outage("the failed event cannot be parked") from again
        return Outcome.FAILED
