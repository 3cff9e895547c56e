"""A story that the council's communications team published about the programme."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Story:
    """Which schools it tells of, and which key objective it serves; the summary stays here."""

    story: str
    title: str
    summary: str = field(repr=False)
    url: str
    urns: tuple[str, ...]
    objective: str
    published_on: date
    award: str | None = None
    withdrawn: bool = False
