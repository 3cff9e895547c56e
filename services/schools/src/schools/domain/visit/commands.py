"""What casework and the school tell about a visit, with the field names of their contracts."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Note:
    """An adviser recorded a visit; the text is for the adviser and the school until published."""

    urn: str
    visit: str
    adviser: str
    visited_on: date
    purpose: str
    note: str = field(repr=False)
    recorded_at: datetime
    support: str | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The school's answer whether the note is accurate; `note_recorded_at` says which note."""

    visit: str
    accurate: str
    corrections: str = field(repr=False)
    role: str
    answered_at: datetime
    note_recorded_at: datetime | None = None
