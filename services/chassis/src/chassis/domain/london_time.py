"""Instants and London time: deadlines are half open, and never guessed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from chassis.domain import Reason

LONDON = ZoneInfo("Europe/London")


def london_date(at: datetime) -> date:
    """The day on which an instant falls in London."""
    return at.astimezone(LONDON).date()


def day_begins(day: date) -> datetime:
    """The instant at which a day begins in London."""
    return datetime.combine(day, time(0), LONDON).astimezone(UTC)


def in_full(day: date) -> str:
    """A day as people read it: 16 October 2026."""
    return f"{day.day} {day:%B %Y}"


def in_words(at: datetime) -> str:
    """An instant as people in London read it: midday on 16 October 2026.

    Seconds and their fractions are named only where there are any: they decide who is late.
    """
    local = at.astimezone(LONDON)
    return f"{_clock(local.time())} on {in_full(local.date())}"


def _clock(at: time) -> str:
    if at in {time(0), time(12)}:
        return "midday" if at.hour else "midnight"
    exact = f":{at:%S}" if at.second or at.microsecond else ""
    exact += f".{at:%f}" if at.microsecond else ""
    return f"{at.hour % 12 or 12}:{at:%M}{exact}{'am' if at.hour < 12 else 'pm'}"


def backwards(step: str, at: datetime, what_it_follows: str, since: datetime) -> list[Reason]:
    """Why a step is refused that is dated before what it follows, whenever it arrives."""
    if at >= since:
        return []
    return [
        Reason(
            "dated-before-its-cause",
            f"{step} is dated {in_words(at)}, before {what_it_follows}, which is dated "
            f"{in_words(since)}. Send it again with the time at which it happened.",
        )
    ]
