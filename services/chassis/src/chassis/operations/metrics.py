"""The unfinished work of a service, counted in its store when Prometheus asks for it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Gauge

from chassis.operations.status import UNSETTLED, Backlog, measure
from chassis.storage.database import Store

MIN_INTERVAL = timedelta(seconds=2)


class BacklogMetrics:
    """Gauges of inbox, outbox, timers and queues in a service's registry."""

    def __init__(self, registry: CollectorRegistry, store: Store) -> None:
        self._store = store
        self._measured_at: datetime | None = None

        def gauge(name: str, documentation: str, *labels: str) -> Gauge:
            return Gauge(name, documentation, labels, registry=registry)

        self._inbox = gauge("attain_inbox_rows", "Unfinished events in the inbox", "state")
        self._overdue = gauge("attain_inbox_overdue_rows", "Parked events that still wait")
        self._pending = gauge("attain_outbox_pending_rows", "Events not yet published")
        self._oldest = gauge("attain_outbox_oldest_seconds", "Age of the oldest of them")
        self._set_aside = gauge("attain_outbox_set_aside_rows", "Rejected by the broker")
        self._timers = gauge("attain_timers_overdue", "Timers due and not yet fired")
        self._queues = gauge("attain_queue_messages", "Messages in a queue", "queue")

    async def refresh(self, now: datetime, queues: Mapping[str, int]) -> None:
        """Show the queues' depths and count in the store, at most every two seconds."""
        for queue, messages in queues.items():
            self._queues.labels(queue).set(messages)
        if self._measured_at and now - self._measured_at < MIN_INTERVAL:
            return
        self._measured_at = now
        self._show(await measure(self._store, now))

    def _show(self, backlog: Backlog) -> None:
        for state in UNSETTLED:
            self._inbox.labels(state).set(backlog.inbox.get(state, 0))
        self._overdue.set(backlog.overdue)
        self._pending.set(backlog.pending)
        self._oldest.set(backlog.oldest_seconds)
        self._set_aside.set(backlog.set_aside)
        self._timers.set(backlog.timers_overdue)
