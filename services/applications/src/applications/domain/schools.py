"""A school as the register's events describe it, and which of its facts funding looks at."""

from dataclasses import dataclass
from datetime import date, datetime

from applications.domain.moments import london_date
from applications.domain.reasons import Reason

OPEN, CLOSED, PROPOSED_TO_CLOSE = "1", "2", "3"


@dataclass(frozen=True)
class School:
    """Our copy of one school; null is "not known", never "none"."""

    urn: str
    name: str
    la_code: str
    status_code: str
    part4_maintained: bool
    academy: bool
    phase: str | None
    phase_code: str | None
    open_date: date | None
    close_date: date | None

    @property
    def kind(self) -> str:
        """Maintained under Part 4, academy, or other."""
        if self.academy:
            return "academy"
        return "maintained" if self.part4_maintained else "other"


def has_closed(school: School, at: datetime) -> bool:
    """Whether it was closed by then; one that is only proposed to close is open still."""
    if school.status_code != CLOSED:
        return False
    return school.close_date is None or london_date(at) > school.close_date


def why_not_open(school: School, at: datetime) -> Reason | None:
    """Open at that instant, by the register's dates where it gives them, else by its status.

    The day on which it closes is its last open one.
    """
    day, who = london_date(at), f"{school.name} ({school.urn})"
    if school.open_date and day < school.open_date:
        return Reason("school-not-open", f"{who} opens only on {school.open_date:%d %B %Y}.")
    if school.close_date and school.status_code == CLOSED:
        if day <= school.close_date:
            return None
        return Reason("school-not-open", f"{who} closed on {school.close_date:%d %B %Y}.")
    if school.status_code == PROPOSED_TO_CLOSE:
        return Reason("school-closing", f"{who} is proposed to close; only a waiver admits it.")
    if school.status_code != OPEN:
        return Reason("school-not-open", f"The register does not show {who} as open.")
    return None
