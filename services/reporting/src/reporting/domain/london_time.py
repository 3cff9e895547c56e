"""London time: months, days and pages use it."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


@lru_cache(maxsize=4096)
def month_of(instant: datetime) -> str:
    """The month of an instant, such as 2026-11."""
    return instant.astimezone(LONDON).strftime("%Y-%m")
