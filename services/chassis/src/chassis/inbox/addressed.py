"""Drops what a queue is not bound to: a publisher's `CC` and `BCC` pass its topic permission."""

from collections.abc import Awaitable, Callable, Collection, Sequence

import structlog

from chassis.contracts.event import Delivery
from chassis.inbox.outcomes import Outcome
from chassis.messaging.topology import matches
from chassis.telemetry.metrics import Metrics

log = structlog.get_logger()


class Addressed:
    """Hands on the deliveries whose routing key the queue is bound to, and counts the others.

    Nothing is kept of the others, and nobody is told: they were not addressed to this service.
    """

    def __init__(self, queue: str, patterns: Collection[str], metrics: Metrics) -> None:
        self._queue, self._patterns, self._metrics = queue, patterns, metrics

    def one(
        self, process: Callable[[Delivery], Awaitable[Outcome]]
    ) -> Callable[[Delivery], Awaitable[Outcome]]:
        """The same for a consumer that processes one by one."""

        async def process_addressed(delivery: Delivery) -> Outcome:
            addressed = self._is_addressed(delivery)
            return await process(delivery) if addressed else Outcome.IGNORED

        return process_addressed

    def batch(
        self, process: Callable[[Sequence[Delivery]], Awaitable[None]]
    ) -> Callable[[Sequence[Delivery]], Awaitable[None]]:
        """The same for a consumer that processes in batches."""

        async def process_addressed(deliveries: Sequence[Delivery]) -> None:
            if addressed := [each for each in deliveries if self._is_addressed(each)]:
                await process(addressed)

        return process_addressed

    def _is_addressed(self, delivery: Delivery) -> bool:
        if matches(delivery.routing_key, self._patterns):
            return True
        self._metrics.unaddressed()
        log.warning("a message was not addressed to this queue", queue=self._queue)
        return False
