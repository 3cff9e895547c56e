"""A journey: the events of one thing in order, each with its summary and its delay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reporting.domain.entry import Entry
from reporting.domain.event_summaries import summary


@dataclass(frozen=True, slots=True)
class Stop:
    """One event of a journey; `lag_ms` is from its time to its entry in the journal."""

    position: int
    id: str
    type: str
    service: str
    subject: str
    says: str
    time: datetime
    lag_ms: float
    since_first_ms: float
    causation_id: str | None
    correlation_id: str | None
    trace_id: str | None

    def as_json(self) -> dict[str, Any]:
        """The stop as JSON, without the event's data."""
        return {
            "position": self.position,
            "id": self.id,
            "type": self.type,
            "service": self.service,
            "subject": self.subject,
            "says": self.says,
            "time": self.time.isoformat().replace("+00:00", "Z"),
            "lag_ms": self.lag_ms,
            "since_first_ms": self.since_first_ms,
            "causation_id": self.causation_id,
            "correlation_id": self.correlation_id,
            "trace_id": self.trace_id,
        }


def journey(found: Sequence[Entry]) -> list[Stop]:
    """The events in the order of their times; at the same time in the order of the journal."""
    ordered = sorted(found, key=lambda entry: (entry.time, entry.position))
    return [_stop(entry, ordered[0].time) for entry in ordered]


def _stop(entry: Entry, first: datetime) -> Stop:
    return Stop(
        entry.position,
        entry.id,
        entry.type,
        entry.type.split(".")[1],
        entry.subject,
        summary(entry.type, entry.data),
        entry.time,
        _milliseconds(entry.time, entry.recorded_at),
        _milliseconds(first, entry.time),
        entry.causation_id,
        entry.correlation_id,
        entry.trace_id,
    )


def _milliseconds(start: datetime, end: datetime) -> float:
    return round((end - start).total_seconds() * 1000, 3)
