"""What the authority records of a step of the Department for Education."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class InterventionNotified:
    """The department told the authority of a step; `on` is its day, `recorded_at` its record."""

    urn: str
    kind: str
    on: date
    recorded_by: str
    recorded_at: datetime
    reference: str | None = None
