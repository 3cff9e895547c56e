"""When a payload says that something happened, so that a test dates its event then."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from chassis.contracts.happened import dated_in
from chassis.contracts.package_files import package_folder

EARLY = datetime(2000, 1, 1, tzinfo=UTC)


def latest_in(
    service: str,
    event_type: str,
    data: dict[str, Any],
    may_lie_ahead: Mapping[str, Collection[str]],
) -> datetime:
    """The latest instant that the payload says something happened at; of a day, its beginning."""
    path = package_folder(service, "contracts") / "intake" / f"{event_type}.schema.json"
    if not path.exists():
        return EARLY
    ahead = may_lie_ahead.get(event_type, ())
    found = [
        each.text
        for each in dated_in(orjson.loads(path.read_bytes()), data)
        if each.place not in ahead
    ]
    return max((instant for text in found if (instant := _instant(text))), default=EARLY)


def _instant(text: str) -> datetime | None:
    """None for what no calendar holds: a contract refuses it."""
    try:
        found = datetime.fromisoformat(text)
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
