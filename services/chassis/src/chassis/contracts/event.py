"""What arrives: a delivery as the broker hands it over, and the event that is read from it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chassis.contracts.outcomes import Reason


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as the broker handed it over, or as it was kept."""

    routing_key: str
    headers: dict[str, Any]
    content_type: str | None
    body: bytes
    redelivered: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One event, its envelope checked; `data` is what its schema still has to judge."""

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    data: dict[str, Any]
    aggregate_version: int | None = None
    correlation_id: str | None = None
    causation_id: str | None = None
    traceparent: str | None = None
    tracestate: str | None = None
    size: int = 0
    key: str = field(default="", compare=False)
    content_hash: str = field(default="", compare=False)

    @property
    def context(self) -> str:
        """The system that owns the type: the second word of it."""
        return self.type.split(".")[1]


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a delivery that could not be read; `key` is always there."""

    key: str
    content_hash: str
    id: str | None
    source: str | None


class Unreadable(Exception):  # noqa: N818 - it is an answer, not an error
    """The delivery is not an event that we can read; says why, and who it is where it can."""

    def __init__(self, reasons: list[Reason], delivery: Delivery, identity: Identity) -> None:
        self.reasons, self.delivery, self.identity = reasons, delivery, identity
        super().__init__(", ".join(reason.code for reason in reasons))
