"""A person's choice: each message at once, a daily digest, or none."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from notifications.domain.marks import Mark

LONDON = ZoneInfo("Europe/London")
DIGEST_AT = time(8)


class Choice(StrEnum):
    """How a person gets a message."""

    AT_ONCE = "at-once"
    DAILY = "daily"
    NONE = "none"


def choice_of(preferences: Mapping[str, Any], mark: Mark) -> Choice:
    """The directory's `delivery` of a person. It holds for messages that only inform.

    As the directory's contract says, chat is read as e-mail and weekly as daily.
    """
    if mark is not Mark.INFORM:
        return Choice.AT_ONCE
    if preferences.get("channel") == "none":
        return Choice.NONE
    return Choice.DAILY if preferences.get("digest") in {"daily", "weekly"} else Choice.AT_ONCE


def next_digest(now: datetime) -> datetime:
    """The next 08:00 in London after now, as an instant in UTC."""
    local = now.astimezone(LONDON)
    day = local.date() if local.time() < DIGEST_AT else local.date() + timedelta(days=1)
    return datetime.combine(day, DIGEST_AT, LONDON).astimezone(UTC)
