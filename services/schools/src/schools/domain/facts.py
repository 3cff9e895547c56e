"""Facts that the council's systems publish about a school: concerns."""

from dataclasses import dataclass, field
from datetime import datetime


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
