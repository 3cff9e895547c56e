"""The formats of the contracts' texts: days, instants, e-mail addresses, texts of one line."""

import re
from collections.abc import Callable
from datetime import date, datetime

import idna

from chassis.contracts.texts import hidden_character

YEARS = range(1900, 2200)  # beyond them a day more, or London's clock, may not exist
MAX_ADDRESS = 254
ONE_LINE = "one-line"
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_LOCAL_PART = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")


def is_instant(text: str) -> bool:
    """An RFC 3339 time with an offset, on a day that exists."""
    return bool(INSTANT.fullmatch(text)) and _in_years(datetime.fromisoformat, text.upper())


def is_leap_second(text: str) -> bool:
    """An instant but for its second, which is the 60th."""
    return bool(INSTANT.fullmatch(text)) and text[17:19] == "60"


def is_day(text: str) -> bool:
    """A day that exists."""
    return bool(_DAY.fullmatch(text)) and _in_years(date.fromisoformat, text)


def is_one_line(text: str) -> bool:
    """Without line ends, control characters and invisible characters."""
    return hidden_character(text) is None


def is_address(text: str) -> bool:
    """An e-mail address; its domain may have letters of any language, which UTS 46 maps."""
    local, _, domain = text.rpartition("@")
    if len(text) > MAX_ADDRESS or not is_one_line(text) or not _LOCAL_PART.fullmatch(local):
        return False
    try:
        return b"." in idna.encode(domain, uts46=True, std3_rules=True)
    except idna.IDNAError:
        return False


FORMATS: dict[str, Callable[[str], bool]] = {
    "date": is_day,
    "date-time": is_instant,
    "email": is_address,
    ONE_LINE: is_one_line,
}


def _in_years(read: Callable[[str], date], text: str) -> bool:
    try:
        return read(text).year in YEARS
    except ValueError:
        return False
