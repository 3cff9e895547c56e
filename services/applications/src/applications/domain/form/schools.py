"""A school as the register's events describe it, as far as funding reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from chassis.domain import Reason, in_full, london_date

OPEN, CLOSED, PROPOSED_TO_CLOSE = "1", "2", "3"

# The register's type codes that are neither maintained under Part 4 nor academies (GIAS).
KIND_OF_TYPE = {
    "14": "pupil-referral-unit",
    **dict.fromkeys(("10", "11"), "independent"),
    **dict.fromkeys(("18", "31", "32"), "post-16"),
}

KIND_NAMES = {
    "maintained": "maintained schools",
    "academy": "academies",
    "pupil-referral-unit": "pupil referral units",
    "independent": "independent schools",
    "post-16": "post-16 institutions",
    "other": "schools of other types",
}


@dataclass(frozen=True)
class School:
    """The copy of one school that this service keeps; null is "not known", never "none"."""

    urn: str
    name: str
    la_code: str
    status_code: str
    part4_maintained: bool
    academy: bool
    phase: str | None = None
    phase_code: str | None = None
    open_date: date | None = None
    close_date: date | None = None
    type_code: str | None = None
    successors: tuple[str, ...] | None = None
    told_at: datetime | None = None  # the time of the event that this copy is of

    @property
    def is_closed(self) -> bool:
        """Whether the register has closed it."""
        return self.status_code == CLOSED

    @property
    def kind(self) -> str:
        """Maintained under Part 4, academy, or what its type code makes it; else other."""
        if self.academy:
            return "academy"
        if self.part4_maintained:
            return "maintained"
        return KIND_OF_TYPE.get(self.type_code or "", "other")


def has_closed(school: School, at: datetime) -> bool:
    """Whether it was closed by then; a school proposed to close is still open."""
    if school.status_code != CLOSED:
        return False
    return school.close_date is None or london_date(at) > school.close_date


def closed_refusals(schools: Iterable[School], at: datetime) -> list[Reason]:
    """Why nothing is approved for, released or offered to these schools at that instant."""
    return [
        Reason(
            "school-closed",
            f"{each.name} ({each.urn}) has closed, so this cannot be approved or released. The "
            "application stays as it is until an officer acts.",
        )
        for each in schools
        if has_closed(each, at)
    ]


def why_not_open(school: School, at: datetime) -> Reason | None:
    """Why a school was not open at that instant: by the register's dates, else by its status.

    The day on which it closes is the last day on which it is open.
    """
    day, who = london_date(at), f"{school.name} ({school.urn})"
    if school.open_date and day < school.open_date:
        return Reason("school-not-open", f"{who} opens on {in_full(school.open_date)}.")
    if school.close_date and school.status_code == CLOSED:
        if day <= school.close_date:
            return None
        return Reason("school-not-open", f"{who} closed on {in_full(school.close_date)}.")
    if school.status_code == PROPOSED_TO_CLOSE:
        return Reason("school-closing", f"{who} is proposed to close, so it cannot take part.")
    if school.status_code != OPEN:
        return Reason("school-not-open", f"{who} is not open according to the register.")
    return None
