"""Events out: a model per type, and the envelope that the outbox keeps with it."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field


class OutgoingEvent(BaseModel):
    """What a service publishes: its type, whose aggregate it is, and the field of its subject."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    event_type: ClassVar[str]
    aggregate: ClassVar[str]
    reference: ClassVar[str]

    @property
    def aggregate_reference(self) -> str:
        """What distinguishes this aggregate from others of its kind; by default the subject."""
        return self.subject

    @property
    def subject(self) -> str:
        """The reference that the event is about."""
        return str(getattr(self, type(self).reference))


class EventRejected(OutgoingEvent):
    """An intake event was parked by its owner; on council.events and to its publisher.

    `event_subject` is what the event is about, null where it could not be read. `key` names it in
    the owner's inbox commands. `la_code` is the authority, null where it is not known.
    """

    aggregate: ClassVar[str] = "rejection"
    reference: ClassVar[str] = "event_id"

    event_id: str
    rejected_type: str = Field(serialization_alias="event_type")
    event_source: str | None
    rejected_subject: str | None = Field(serialization_alias="event_subject")
    key: str
    la_code: str | None
    reasons: list[dict[str, str]]
    overdue: bool
    replayable: bool

    @property
    def aggregate_reference(self) -> str:
        """One event and the reasons against it: by them one knows what its publisher was told."""
        said = [
            self.event_source,
            self.event_id,
            sorted(sorted(each.items()) for each in self.reasons),
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def rejection_of(service: str) -> type[EventRejected]:
    """The service's own rejection event: the same data under its own type."""
    name = f"council.{service}.event.rejected.v1"
    return type("EventRejected", (EventRejected,), {"event_type": name, "__module__": __name__})


@dataclass(frozen=True, slots=True)
class Cause:
    """What an outgoing event is caused by: the event being handled, or nothing (a command)."""

    id: str | None = None
    correlation_id: str | None = None
    traceparent: str | None = None
    tracestate: str | None = None


def envelope(
    service: str,
    event: Mapping[str, str],
    *,
    event_id: str,
    version: int,
    correlation_id: str,
    now: datetime,
    cause: Cause,
) -> dict[str, str]:
    """The CloudEvents attributes of an outgoing event as message headers.

    `event` gives type and subject. `ce-time` is the commit's clock, UTC to the microsecond.
    """
    headers = {
        "ce-id": event_id,
        "ce-source": f"urn:council:{service}",
        "ce-specversion": "1.0",
        "ce-type": event["type"],
        "ce-subject": event["subject"],
        "ce-time": now.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "ce-aggregateversion": str(version),
        "ce-correlationid": correlation_id,
        "ce-dataschema": f"urn:council:{service}:{event['type']}",
    }
    if cause.id:
        headers["ce-causationid"] = cause.id
    if cause.traceparent:
        headers["ce-traceparent"] = cause.traceparent
    if cause.tracestate:
        headers["ce-tracestate"] = cause.tracestate
    return headers


def trace_headers(traceparent: str | None, tracestate: str | None) -> dict[str, str]:
    """The trace as attributes of the event, and as the plain headers that OpenTelemetry reads."""
    if not traceparent:
        return {}
    trace = {"traceparent": traceparent} | ({"tracestate": tracestate} if tracestate else {})
    return trace | {f"ce-{name}": value for name, value in trace.items()}


def new_id() -> str:
    """A new event id."""
    return str(uuid.uuid4())


def data_of(event: OutgoingEvent) -> dict[str, Any]:
    """The event's data as plain JSON values."""
    return event.model_dump(mode="json", by_alias=True)
