"""What an event says, as far as reporting reads it: one tolerant model for each aggregate."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class CategorySaid:
    """The money that a round sets aside for one category."""

    category: str
    most_per_award_pence: int
    ceiling_pence: int | None = None


@dataclass(frozen=True, slots=True)
class RoundSaid:
    """A round as it stands after the event."""

    round: str
    authority: str
    title: str
    budget_pence: int
    deadline: datetime
    categories: list[CategorySaid]
    state: str
    fund_source: str | None = None
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ApplicationSaid:
    """An application as it stands; outcome and money are null until the release."""

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
    theme: str | None = None
    outcome: str | None = None
    awarded_pence: int | None = None


@dataclass(frozen=True, slots=True)
class AwardSaid:
    """An award as it stands."""

    award: str
    application: str
    round: str
    authority: str
    category: str
    lead_school: str
    awarded_pence: int
    paid_pence: int
    state: str


@dataclass(frozen=True, slots=True)
class PaymentSaid(AwardSaid):
    """One payment beside its award; without finance's reference it is only asked for."""

    milestone: int = 0
    amount_pence: int | None = None
    payment_reference: str | None = None


@dataclass(frozen=True, slots=True)
class SchoolSaid:
    """A school as the register has it; null is not known, never none."""

    urn: str
    name: str
    la_code: str
    status: str
    status_code: str
    type: str
    type_code: str
    la_name: str | None = None
    phase: str | None = None
    phase_code: str | None = None
    academy: bool = False
    open_date: date | None = None
    close_date: date | None = None
    successor: str | None = None
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportSaid:
    """An extract of the register that was applied whole."""

    file_sha256: str
    file: str
    kind: str
    extract_date: date
    rows: int
    added: int
    changed: int
    closed: int
    converted: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class DeliverySaid:
    """One message's final state; never an address."""

    notification: str
    template: str
    channel: str
    state: str


@dataclass(frozen=True, slots=True)
class ReasonSaid:
    """Why an event was refused."""

    code: str


@dataclass(frozen=True, slots=True)
class RejectionSaid:
    """An event of another system that was refused, or that waits for too long."""

    event_id: str
    event_type: str
    reasons: list[ReasonSaid]
    event_source: str | None = None
    overdue: bool = False
