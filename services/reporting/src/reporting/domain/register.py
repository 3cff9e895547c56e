"""The register of schools: how many by phase, type and authority, and what changed when."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reporting.domain.changes import Row

OPEN = frozenset({"1", "3"})  # open, and open but proposed to close
KINDS = ("registered", "changed", "closed", "converted")


@dataclass(frozen=True, slots=True)
class Group:
    """The schools of one phase, type or authority."""

    code: str
    name: str
    open: int
    not_open: int

    def as_json(self) -> dict[str, Any]:
        """Counts of schools, not of pupils: none is suppressed."""
        return {"code": self.code, "name": self.name, "open": self.open, "not_open": self.not_open}


@dataclass(frozen=True, slots=True)
class Month:
    """What the register told in one month."""

    month: str
    counts: dict[str, int]


def group(counted: Iterable[Row], code: str, name: str) -> list[Group]:
    """The cube's counts added up by one of its codes; what no extract has said is not known."""
    opened: Counter[str] = Counter()
    others: Counter[str] = Counter()
    names: dict[str, str] = {}
    for row in counted:
        key = row[code] or ""
        names[key] = row[name] or names.get(key) or row[code] or "Not known"
        (opened if row["status_code"] in OPEN else others)[key] += row["schools"]
    return [Group(key, names[key], opened[key], others[key]) for key in sorted(names)]


def months(counted: Iterable[Row]) -> list[Month]:
    """Each month that had a change, oldest first, with each kind of change."""
    counts: dict[str, Counter[str]] = {}
    for row in counted:
        counts.setdefault(row["month"], Counter())[row["happened"]] += row["changes"]
    return [Month(month, {kind: counts[month][kind] for kind in KINDS}) for month in sorted(counts)]
