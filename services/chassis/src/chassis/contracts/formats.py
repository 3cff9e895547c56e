"""What a contract's dates and times mean to us: those that can be reckoned with."""

import re
from datetime import date, datetime

YEARS = range(1900, 2200)  # beyond them a day more, or London's clock, may not exist
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def is_instant(text: str) -> bool:
    """RFC 3339 with an offset, of a day that exists."""
    if not _INSTANT.fullmatch(text):
        return False
    try:
        return datetime.fromisoformat(text.upper()).year in YEARS
    except ValueError:
        return False


def is_day(text: str) -> bool:
    """A day that exists."""
    if not _DAY.fullmatch(text):
        return False
    try:
        return date.fromisoformat(text).year in YEARS
    except ValueError:
        return False


FORMATS = {"date": is_day, "date-time": is_instant}
