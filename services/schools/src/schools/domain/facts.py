"""Facts that the council's systems publish about a school: concerns and visits."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Concern:
    """A concern about a school; its summary never leaves this service.

    Of a restricted concern neither kind nor matter nor severity leaves it.
    """

    urn: str
    concern: str
    kind: str
    severity: str
    summary: str = field(repr=False)
    raised_at: datetime
    restricted: bool
    raised_by: str | None = None
    matter: str | None = None


@dataclass(frozen=True)
class Visit:
    """An adviser's visit; its note is for the adviser and the school only."""

    urn: str
    visit: str
    adviser: str
    visited_on: date
    purpose: str
    note: str = field(repr=False)
    recorded_at: datetime
    support: str | None = None
