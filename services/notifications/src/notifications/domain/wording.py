"""How dates, times, money and other people's words are written in a message."""

import unicodedata
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # line ends, controls, and marks that turn text around


def pounds(pence: int) -> str:
    """£25,000, or £8,333.33 where there are pence."""
    whole, rest = divmod(abs(pence), 100)
    sign = "-" if pence < 0 else ""
    return f"{sign}£{whole:,}" + (f".{rest:02d}" if rest else "")


def day(value: str | date | datetime) -> str:
    """14 January 2026; of an instant, the day it is in London."""
    moment = _parsed(value)
    local = moment.astimezone(LONDON) if isinstance(moment, datetime) else moment
    return f"{local.day} {local:%B %Y}"


def instant(value: str | datetime) -> str:
    """14 January 2026 at 12:30pm in London; the first instant of a day is the end of the last."""
    moment = _parsed(value)
    if not isinstance(moment, datetime):
        return day(moment)
    local = moment.astimezone(LONDON)
    if (local.hour, local.minute) == (0, 0):
        return f"the end of {day(local.date() - timedelta(days=1))}"
    return f"{day(local)} at {local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def one_line(text: str, longest: int = 400) -> str:
    """The text as it may stand in a mail header: one line, nothing unseen, not endless."""
    line = " ".join((text if text.isprintable() else _seen(text)).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _seen(text: str) -> str:
    return "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in text)


def words(code: str) -> str:
    """learning-hub as people say it: learning hub."""
    return code.replace("-", " ")


def _parsed(value: str | date | datetime) -> date | datetime:
    if not isinstance(value, str):
        return value
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
