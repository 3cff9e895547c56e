"""The fields of an event that a computed row needs; all others are ignored."""

from dataclasses import dataclass, field
from datetime import date, datetime
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
class Appealed:
    """An application in an event of its appeal; once decided, `outcome` is the appeal's."""

    application: str
    form_reference: str
    round: str
    authority: str
    category: str
    title: str
    lead_school: str
    requested_pence: int
    submitted_at: datetime
    state: str
    outcome: str
    theme: str | None = None
    awarded_pence: int | None = None


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


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone as an award's event tells it."""

    number: int
    due: date
    amount_pence: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of an award; `ended_at` and `agreed_at` say when what happened holds from."""

    award: str
    round: str
    authority: str
    category: str
    lead_school: str
    state: str
    awarded_pence: int
    title: str | None = None
    freed_pence: int | None = None
    awarded_at: datetime | None = None
    ended_at: datetime | None = None
    agreed_at: datetime | None = None
    milestones: list[Milestone] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A milestone that was accepted."""

    award: str
    milestone: int
    amount_pence: int
    assessed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MadePayment:
    """A payment with the day on which it was made, or came back."""

    award: str
    payment_reference: str
    milestone: int = 0
    amount_pence: int | None = None
    paid_on: date | None = None
    failed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Recovery:
    """Money that came back."""

    award: str
    recovery_reference: str
    amount_pence: int
    received_on: date | None = None
