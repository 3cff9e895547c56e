"""What arrives: a delivery from the broker, the event in it, or the reasons why it holds none."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol

UNREADABLE = "\x00unreadable"  # replaces headers that no decoder can read
TOO_DEEP = "\x00nested too deeply"  # replaces a header that is nested deeper than 16 levels


class SaysWhy(Protocol):
    """Anything with a code for programs and a sentence for people."""

    @property
    def code(self) -> str:
        """A word for programs."""

    @property
    def message(self) -> str:
        """A sentence for people."""


class Reason(NamedTuple):
    """Why something is refused: a code for programs, a sentence that its reader can act on."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as the broker delivered it, or as the inbox kept it."""

    routing_key: str
    headers: dict[str, Any]
    content_type: str | None
    body: bytes
    redelivered: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One event whose envelope is valid; its schema has not yet judged `data`."""

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
    """How the inbox knows a delivery; an invalid one may have neither id nor source."""

    key: str
    content_hash: str
    id: str | None
    source: str | None


class InvalidEvent(Exception):  # noqa: N818 - an answer, not an error
    """The delivery is not a valid event: the reasons, and its identity as far as it gives one."""

    def __init__(self, reasons: list[Reason], delivery: Delivery, identity: Identity) -> None:
        self.reasons, self.delivery, self.identity = reasons, delivery, identity
        super().__init__(", ".join(reason.code for reason in reasons))
