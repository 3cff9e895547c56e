"""The numbers that a service shows to Prometheus: what it took in, what it sent, what lies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from chassis.operations.status import UNSETTLED, Backlog, measure
from chassis.storage.database import Store

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
LAGS = (0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60, 300, 3600, 86_400)
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
LEAST_BETWEEN = timedelta(seconds=2)


@dataclass
class _Counters:
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)

    def __post_init__(self) -> None:
        own = self.registry
        self.events = Counter(
            "attain_events", "Events by outcome", ["type", "outcome"], registry=own
        )
        self.seconds = Histogram(
            "attain_processing_seconds",
            "Handling one event",
            ["type"],
            buckets=SECONDS,
            registry=own,
        )
        self.lag = Histogram(
            "attain_consumer_lag_seconds",
            "From ce-time to its handling",
            buckets=LAGS,
            registry=own,
        )
        self.group = Histogram("attain_group_size", "Events a group", buckets=SIZES, registry=own)
        self.published = Counter("attain_published", "Messages the broker confirmed", registry=own)
        self.failed = Counter(
            "attain_publish_failed", "Publishes that failed", ["reason"], registry=own
        )
        self.reconnects = Counter("attain_reconnects", "Connections made anew", registry=own)
        self.deliveries = Counter(
            "attain_deliveries", "Notifications by final state", ["channel", "state"], registry=own
        )


class Metrics:
    """One service's registry; several services in one process do not share numbers."""

    def __init__(self, service: str) -> None:
        self._counters = _Counters()
        self.registry = self._counters.registry
        own = self.registry
        self._inbox = Gauge(
            "attain_inbox_rows", "Events that lie in the inbox", ["state"], registry=own
        )
        self._overdue = Gauge(
            "attain_inbox_overdue_rows", "Of the parked, those that still wait", registry=own
        )
        self._pending = Gauge(
            "attain_outbox_pending_rows", "Events not yet published", registry=own
        )
        self._oldest = Gauge(
            "attain_outbox_oldest_seconds", "Age of the oldest of them", registry=own
        )
        self._aside = Gauge("attain_outbox_set_aside_rows", "Rejected by the broker", registry=own)
        self._timers = Gauge("attain_timers_overdue", "Timers due and not yet fired", registry=own)
        self._queues = Gauge(
            "attain_queue_messages", "Messages in a queue", ["queue"], registry=own
        )
        Gauge("attain_service_info", "Which service this is", ["service"], registry=own).labels(
            service
        ).set(1)
        self._measured_at: datetime | None = None

    def outcome(self, event_type: str, outcome: str, number: int = 1) -> None:
        """So many events ended as applied, duplicate, waiting, parked or failed."""
        self._counters.events.labels(event_type, outcome).inc(number)

    def processed(self, event_type: str, seconds: float) -> None:
        """How long one event took, from delivery to commit."""
        self._counters.seconds.labels(event_type).observe(seconds)

    def lag(self, seconds: float) -> None:
        """How old an event was when it was handled."""
        self._counters.lag.observe(max(0.0, seconds))

    def group(self, size: int) -> None:
        """A group was committed."""
        self._counters.group.observe(size)

    def published(self, number: int = 1) -> None:
        """The broker confirmed so many messages."""
        self._counters.published.inc(number)

    def publish_failed(self, reason: str) -> None:
        """A publish failed; `reason` is one of a few words, never an error's text."""
        self._counters.failed.labels(reason).inc()

    def reconnected(self) -> None:
        """A connection to the broker was made anew."""
        self._counters.reconnects.inc()

    def delivered(self, channel: str, state: str) -> None:
        """A notification reached a final state."""
        self._counters.deliveries.labels(channel, state).inc()

    async def refresh(
        self, store: Store, *, queues: Mapping[str, int] | None = None, now: datetime | None = None
    ) -> None:
        """Measure what lies in the store; at most every two seconds, however often scraped."""
        now = now or datetime.now(UTC)
        for queue, messages in (queues or {}).items():
            self._queues.labels(queue).set(messages)
        if self._measured_at and now - self._measured_at < LEAST_BETWEEN:
            return
        self._measured_at = now
        self._show(await measure(store, now))

    def exposed(self) -> bytes:
        """The text that Prometheus scrapes."""
        return generate_latest(self.registry)

    def _show(self, backlog: Backlog) -> None:
        for state in UNSETTLED:
            self._inbox.labels(state).set(backlog.inbox.get(state, 0))
        self._overdue.set(backlog.overdue)
        self._pending.set(backlog.pending)
        self._oldest.set(backlog.oldest_seconds)
        self._aside.set(backlog.set_aside)
        self._timers.set(backlog.timers_overdue)
