"""What the authority records of a warning notice: its issue, and how it ended."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Copy:
    """A copy of the notice; the governing body is the recipient of the notice itself."""

    to: str
    sent_on: date


@dataclass(frozen=True, kw_only=True)
class NoticeIssued:
    """A warning notice, whole; sent again when more copies were sent."""

    notice: str
    urn: str
    route: str  # the section under which it is given: s60 or s60A
    ground: str
    evidence: str = field(repr=False)
    required: str = field(repr=False)
    compliance_ends: date  # the last day of the period that the notice specifies
    powers: tuple[str, ...]  # what the authority is minded to use
    copies: tuple[Copy, ...]
    issued_by: str
    issued_at: datetime
    case: str | None = None


@dataclass(frozen=True)
class PowersNotice:
    """Written notice to the governing body of the powers that the authority is minded to use."""

    given_on: date
    powers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class NoticeConcluded:
    """How the notice ended: complied, not-complied or withdrawn."""

    notice: str
    outcome: str
    note: str = field(repr=False)
    decided_by: str
    decided_at: datetime
    powers_notice: PowersNotice | None = None
