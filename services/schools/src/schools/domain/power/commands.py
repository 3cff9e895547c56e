"""What the authority records of a power of intervention that it used."""

from dataclasses import dataclass
from datetime import date, datetime

POWERS = ("s63", "s64", "s65", "s66")


@dataclass(frozen=True, kw_only=True)
class PowerUsed:
    """A power used on a day; sent again, whole, with `until` once a board or suspension ended."""

    urn: str
    power: str
    used_on: date
    written_notice_on: date
    used_by: str
    recorded_at: datetime
    notice: str | None = None  # None only by s60B, s61 and s62
    until: date | None = None  # the last day of an interim board or of a suspended budget
    secretary_of_state_told_on: date | None = None
    consent_of_secretary_of_state_on: date | None = None
    consulted: tuple[str, ...] = ()
