"""Suppresses small counts of people, and what would give them away.

Source: domain.md, Data protection: counts under 5 are suppressed, with secondary suppression.
"""

from collections.abc import Hashable, Mapping
from typing import Literal, TypeVar

SMALL = 5  # counts of people from 1 to 4 could name somebody
SUPPRESSED: Literal["suppressed"] = "suppressed"
Count = int | Literal["suppressed"]
Key = TypeVar("Key", bound=Hashable)


def is_small(people: int | None) -> bool:
    """Whether a cohort of so many is too small to show its results; None is not known."""
    return people is not None and people < SMALL


def suppress(counts: Mapping[Key, int]) -> tuple[dict[Key, Count], Count]:
    """The counts of one column and their total, with what must not be shown.

    Counts from 1 to 4 are suppressed; 0 tells of nobody. The smallest of the others follow, until
    the total less what is shown tells no count: at least two are suppressed, together 5 or more.
    Where nothing is left to suppress, the total itself is below 5 and is suppressed.
    """
    hidden = {key for key, count in counts.items() if 0 < count < SMALL}
    shown = sorted((each for each in counts if each not in hidden), key=lambda each: counts[each])
    others = [each for each in shown if counts[each]]
    while hidden and others and (len(hidden) < 2 or _sum(counts, hidden) < SMALL):
        hidden.add(others.pop(0))
    total = sum(counts.values())
    cells: dict[Key, Count] = {
        key: SUPPRESSED if key in hidden else count for key, count in counts.items()
    }
    return cells, SUPPRESSED if 0 < total < SMALL else total


def _sum(counts: Mapping[Key, int], keys: set[Key]) -> int:
    return sum(counts[key] for key in keys)
