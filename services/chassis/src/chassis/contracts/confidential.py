"""What open pages, journeys and mails leave out: the one rule, read from confidential.json.

The table is a file, because the chassis has no word of the domain. The commands of operators and
officers show everything.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("confidential.json")
WITHHELD = "confidential"  # the code that takes the place of the true ones


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(TABLE.read_text())
    return table


def public_before_release() -> tuple[str, ...]:
    """The fields of an application that are public before its decision is released."""
    return tuple(_table()["public_before_release"])


def withheld_types() -> tuple[str, ...]:
    """The starts of the event types whose reasons are withheld."""
    return tuple(_table()["withheld_reasons"])


def shown_reasons(event_type: str, reasons: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The reasons of a rejected or waiting event, or the one sentence that takes their place.

    The true reason for a decision's rejection would reveal the decision before its release.
    """
    for start, sentence in _table()["withheld_reasons"].items():
        if event_type.startswith(start):
            return [{"code": WITHHELD, "message": sentence}]
    return list(reasons)


def is_open(event_type: str, data: Mapping[str, Any]) -> bool:
    """Whether an open journey may show this event at all.

    What tells of a school's concerns, tier, case, notices, visits or results is left out, and with
    it the messages about it and the rejections of it.
    """
    about = (event_type, str(data.get("cause_type", "")), str(data.get("event_type", "")))
    return not any(each.startswith(_case_events()) for each in about)


@cache
def _case_events() -> tuple[str, ...]:
    return tuple(_table()["case_events"])
