"""Nothing happened in the future: finds what a payload dates later than its own event.

Every date and instant of a contract says when something happened, but for those that the service
names as ones that may lie ahead. So a field that a contract gains later is checked from the start.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from chassis.contracts.event import Reason

TOLERANCE = timedelta(minutes=5)  # for clocks that differ
LONDON = ZoneInfo("Europe/London")


class Dated(NamedTuple):
    """One date or instant of a payload: its field, its place in the contract, and its text."""

    field: str  # milestones[2].due
    place: str  # milestones[].due
    text: str


def dated_in(schema: Any, value: Any, field: str = "", place: str = "") -> Iterator[Dated]:
    """Every date and instant that a payload holds, by its contract's JSON Schema."""
    for form in (schema, *schema.get("anyOf", ())):
        if form.get("format") in {"date", "date-time"} and isinstance(value, str):
            yield Dated(field, place, value)
        if isinstance(value, dict):
            for name in form.get("properties", {}).keys() & value.keys():
                yield from dated_in(
                    form["properties"][name],
                    value[name],
                    f"{field}.{name}".lstrip("."),
                    f"{place}.{name}".lstrip("."),
                )
        if isinstance(value, list) and "items" in form:
            for number, each in enumerate(value):
                yield from dated_in(form["items"], each, f"{field}[{number}]", f"{place}[]")


def dated_in_the_future(
    dated: Iterable[Dated], may_lie_ahead: Collection[str], at: datetime
) -> list[Reason]:
    """Why an event of this time is refused (code `dated-in-the-future`), by field.

    An instant may be at most five minutes later than the event, a date at most its London day.
    """
    return [
        Reason(
            "dated-in-the-future",
            f"The field {each.field} is {each.text}, later than the event, which is of "
            f"{at.isoformat()}. Send it again with the time at which it happened.",
        )
        for each in sorted(dated)
        if each.place not in may_lie_ahead and _is_later(each.text, at + TOLERANCE)
    ]


def _is_later(text: str, latest: datetime) -> bool:
    if len(text) == len("2026-11-26"):
        return date.fromisoformat(text) > latest.astimezone(LONDON).date()
    return datetime.fromisoformat(text.upper()) > latest
