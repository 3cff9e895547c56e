"""Council years, April to March, and academic years, September to August, by London date."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Kind = Literal["council", "academic"]
KINDS: tuple[Kind, ...] = ("council", "academic")
_FIRST_MONTH: dict[Kind, int] = {"council": 4, "academic": 9}
OFFERED = 3  # this year and the two before it


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a kind, such as the academic year 2026-27."""

    kind: Kind
    first_year: int

    @property
    def label(self) -> str:
        """2026-27."""
        return f"{self.first_year}-{(self.first_year + 1) % 100:02d}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.first_year, _FIRST_MONTH[self.kind], 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.first_year + 1, _FIRST_MONTH[self.kind], 1) - timedelta(days=1)


def year_with(kind: Kind, day: date) -> Year:
    """The year that this day lies in."""
    return Year(kind, day.year if day.month >= _FIRST_MONTH[kind] else day.year - 1)


def year_labelled(kind: Kind, label: str) -> Year:
    """The year of a label such as 2026-27; raises ValueError where the halves do not follow."""
    year = Year(kind, int(label[:4]))
    if year.label != label:
        raise ValueError(f"A year is written like {year.label}, not {label}.")
    return year


def offered(day: date) -> list[Year]:
    """The years that a report offers to select, the newest first."""
    newest = [year_with(kind, day) for kind in KINDS]
    return [Year(one.kind, one.first_year - ago) for one in newest for ago in range(OFFERED)]
