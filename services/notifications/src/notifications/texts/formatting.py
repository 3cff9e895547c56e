"""How dates, times, money and text from other people appear in a message."""

import re
import textwrap
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from notifications.texts.inert import holds_link

LONDON = ZoneInfo("Europe/London")
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # line ends, controls, marks that reverse text
_WIDTH = 76
_ANSWERS = {"accepted": "accepted", "declined-by-school": "declined", "lapsed": "not answered"}


def pounds(pence: int) -> str:
    """£25,000, or £8,333.33 where there are pence."""
    whole, rest = divmod(abs(pence), 100)
    sign = "-" if pence < 0 else ""
    return f"{sign}£{whole:,}" + (f".{rest:02d}" if rest else "")


def day(value: str | date | datetime) -> str:
    """14 January 2026; for an instant, the date in London."""
    moment = _parsed(value)
    local = moment.astimezone(LONDON) if isinstance(moment, datetime) else moment
    return f"{local.day} {local:%B %Y}"


def instant(value: str | datetime) -> str:
    """14 January 2026 at 12:30pm in London; midnight is the end of the day before, 12pm midday."""
    moment = _parsed(value)
    if not isinstance(moment, datetime):
        return day(moment)
    local = moment.astimezone(LONDON)
    if (local.hour, local.minute) == (0, 0):
        return f"the end of {day(local.date() - timedelta(days=1))}"
    return f"{day(local)} at {_clock(local)}"


def one_line(text: str, max_length: int = 400) -> str:
    """The text on one line without invisible characters, cut to a length: safe in a mail header.

    "=?" would start an encoded word, which may hold a line end.
    """
    line = " ".join((text if text.isprintable() else _seen(text)).split()).replace("=?", "= ?")
    return line if len(line) <= max_length else line[: max_length - 1].rstrip() + "…"


def person_name(name: str | None, max_length: int = 120) -> str | None:
    """A person's name for a greeting; None if it contains a link or an address."""
    if not name or holds_link(name):
        return None
    return one_line(name, max_length) or None


def _clock(local: datetime) -> str:
    """4:14pm, or midday."""
    if (local.hour, local.minute) == (12, 0):
        return "midday"
    return f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def _seen(text: str) -> str:
    return "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in text)


def condition(each: Mapping[str, Any]) -> str:
    """A condition with its date: Send a revised budget by 22 September 2027 (condition COND-1)."""
    text = str(each["text"]).rstrip(". ")
    return f"{text} by {day(each['due'])} (condition {each['code']})"


def milestone(facts: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The milestone that the event is about; None if the award does not list it."""
    found = (each for each in facts["milestones"] if each["number"] == facts["milestone"])
    return next(found, None)


def was_returned(facts: Mapping[str, Any]) -> bool:
    """Whether an officer returned the evidence for the milestone that the event is about."""
    return (milestone(facts) or {}).get("state") == "returned"


def milestone_line(each: Mapping[str, Any]) -> str:
    """A milestone on one line: 1: Hub lead appointed, by 29 January 2027, £8,333.33."""
    return (
        f"{each['number']}: {each['title']}, by {day(each['due'])}, {pounds(each['amount_pence'])}"
    )


def answer(state: str) -> str:
    """How an offer was answered, by the application's state."""
    return _ANSWERS.get(state, words(state))


def wrapped(text: str) -> str:
    """A paragraph of a text message, in lines of at most 76 characters."""
    return _fill(text, "")


def bullet(text: str) -> str:
    """An item of a list in a text message."""
    return _fill(f"* {text}", "  ")


def rejected_event(facts: Mapping[str, Any]) -> str:
    """Publisher, kind and subject: Casework: decision.recorded for A-2026-0010 and 2 others."""
    about, others = one_line(str(facts["about"]), 80), facts["count"] - 1
    more = f" and {others} other{'s' * (others > 1)}" if others else ""
    return f"{_kind(str(facts['event_type']))} for {about}{more}"


def _kind(event_type: str) -> str:
    _, _, kind = event_type.partition("council.")
    publisher, _, happened = kind.partition(".")
    if not happened:
        return f"Event {event_type}"
    return f"{publisher.capitalize()}: {re.sub(r'.v[0-9]+$', '', happened)}"


def days(number: float) -> str:
    """1 day, 4.5 days."""
    return f"{number:g} {'day' if number == 1 else 'days'}"


def words(code: str) -> str:
    """A code as words: learning-hub is learning hub."""
    return code.replace("-", " ")


def _fill(text: str, indent: str) -> str:
    return textwrap.fill(
        " ".join(text.split()),
        _WIDTH,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _parsed(value: str | date | datetime) -> date | datetime:
    if not isinstance(value, str):
        return value
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


def tier_rule(rule: Mapping[str, Any]) -> str:
    """A rule's sentence, and the references of the signals that counted."""
    signals = ", ".join(rule["signals"])
    return f"{rule['message']} ({signals})" if signals else str(rule["message"])
