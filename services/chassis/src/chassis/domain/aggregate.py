"""What an aggregate hands back beside its state: the events that happened, and its timers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class DomainEvent:
    """Something that happened, with the aggregate's public state at that instant.

    `name` is the event type without `council.<service>.` and the version. `inherits` names
    the aggregate (kind, reference) whose correlation a new aggregate takes over.
    """

    name: str
    data: Mapping[str, Any]
    inherits: tuple[str, str] | None = None


@dataclass(frozen=True)
class TimerChange:
    """A timer to set, or to cancel where `due` is None; a later change replaces an earlier one."""

    name: str
    subject: str
    due: datetime | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Aggregate:
    """Collects events and timers in order; whoever saves the aggregate records them."""

    events: list[DomainEvent] = field(default_factory=list)
    timers: list[TimerChange] = field(default_factory=list)

    def public(self) -> dict[str, Any]:
        """The public state that every event of this aggregate carries."""
        raise NotImplementedError

    def _happened(
        self, name: str, *, inherits: tuple[str, str] | None = None, **details: Any
    ) -> None:
        self.events.append(DomainEvent(name, {**self.public(), **details}, inherits))
