"""The two months after the compliance period, in which powers can be used [law]."""

from calendar import monthrange
from datetime import date

MONTHS = 2
WINDOWED = {"s60": ("s63", "s64"), "s60A": ("s64",)}  # sections 63(3) and 64(2)


def window_ends(compliance_ends: date) -> date:
    """The last day of the window: the corresponding day two months later [law].

    27 November gives 27 January. Where that month has no such day its last day counts, so that
    31 December gives 28 or 29 February.
    """
    months = compliance_ends.year * 12 + compliance_ends.month - 1 + MONTHS
    year, month = divmod(months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(compliance_ends.day, last))


def has_window(route: str, power: str) -> bool:
    """Whether the power by this route lapses with the window; s65 and s66 do not [law]."""
    return power in WINDOWED.get(route, ())
