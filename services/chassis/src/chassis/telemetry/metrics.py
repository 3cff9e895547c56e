"""The numbers that a service counts for Prometheus while it receives and sends events."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
LAGS = (0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60, 300, 3600, 86_400)
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)


class Metrics:
    """One service's registry; several services in one process do not share numbers."""

    def __init__(self, service: str) -> None:
        own = self.registry = CollectorRegistry()
        self._events = Counter(
            "attain_events", "Events by outcome", ["type", "outcome"], registry=own
        )
        self._seconds = Histogram(
            "attain_processing_seconds",
            "Handling one event",
            ["type"],
            buckets=SECONDS,
            registry=own,
        )
        self._lag = Histogram(
            "attain_consumer_lag_seconds",
            "From ce-time to its handling",
            buckets=LAGS,
            registry=own,
        )
        self._group = Histogram("attain_group_size", "Events a group", buckets=SIZES, registry=own)
        self._published = Counter("attain_published", "Messages the broker confirmed", registry=own)
        self._failed = Counter(
            "attain_publish_failed", "Publishes that failed", ["reason"], registry=own
        )
        self._reconnects = Counter("attain_reconnects", "Connections made anew", registry=own)
        self._unaddressed = Counter(
            "attain_unaddressed", "Messages that the inbox is not bound to, dropped", registry=own
        )
        self._unreadable = Counter(
            "attain_unreadable", "Messages of which only the hash is kept", registry=own
        )
        self._deliveries = Counter(
            "attain_deliveries", "Notifications by final state", ["channel", "state"], registry=own
        )
        Gauge("attain_service_info", "Which service this is", ["service"], registry=own).labels(
            service
        ).set(1)

    def outcome(self, event_type: str, outcome: str, number: int = 1) -> None:
        """Count events by outcome: applied, duplicate, waiting, parked or failed."""
        self._events.labels(event_type, outcome).inc(number)

    def processed(self, event_type: str, seconds: float) -> None:
        """Record the seconds that one event took, from delivery to commit."""
        self._seconds.labels(event_type).observe(seconds)

    def lag(self, seconds: float) -> None:
        """Record the age in seconds of an event when it was handled."""
        self._lag.observe(max(0.0, seconds))

    def group(self, size: int) -> None:
        """Record the number of events that one transaction committed."""
        self._group.observe(size)

    def unaddressed(self) -> None:
        """Count a message that was dropped because the inbox is not bound to its routing key."""
        self._unaddressed.inc()

    def unreadable(self) -> None:
        """Count a message that could not be parked: only its hash and its length are kept."""
        self._unreadable.inc()

    def published(self, number: int = 1) -> None:
        """Count messages that the broker confirmed."""
        self._published.inc(number)

    def publish_failed(self, reason: str) -> None:
        """Count a failed publish; `reason` is one of a few words, never an error's text."""
        self._failed.labels(reason).inc()

    def reconnected(self) -> None:
        """Count a new connection to the broker."""
        self._reconnects.inc()

    def delivered(self, channel: str, state: str) -> None:
        """Count a notification that reached a final state."""
        self._deliveries.labels(channel, state).inc()

    def exposed(self) -> bytes:
        """The text that Prometheus scrapes."""
        return generate_latest(self.registry)
