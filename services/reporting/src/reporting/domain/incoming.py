"""The fields of an event that a computed row needs; all others are ignored."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of an award; without finance's reference it is only requested."""

    award: str
    round: str
    category: str
    milestone: int = 0
    amount_pence: int | None = None
    payment_reference: str | None = None


@dataclass(frozen=True, slots=True)
class SchoolChange:
    """Which fields of a school changed, and the academy that it became."""

    urn: str
    successor: str | None = None
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RejectionReason:
    """The code of a reason."""

    code: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """An event of another system that was rejected, or that has waited too long."""

    event_id: str
    event_type: str
    reasons: list[RejectionReason]
    event_source: str | None = None
    overdue: bool = False
