"""Formats money, dates, times and codes for people, in London time."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from chassis.domain import london_date
from reporting.domain.london_time import LONDON
from reporting.domain.years import Year, offered
from reporting.pages.names import named


def pounds(pence: int | None) -> str:
    """£1,234.56; a dash where there is no sum."""
    if pence is None:
        return "–"
    sign, whole = ("−" if pence < 0 else ""), abs(pence)
    return f"{sign}£{whole // 100:,}.{whole % 100:02d}"


def whole_pounds(pence: int | None) -> str:
    """£1,234, or £1,234.56 where there are pence."""
    return pounds(pence).removesuffix(".00")


def day(moment: datetime | date | str) -> str:
    """14 January 2026."""
    if isinstance(moment, str):
        moment = date.fromisoformat(moment[:10])
    if isinstance(moment, datetime):
        moment = moment.astimezone(LONDON).date()
    return f"{moment.day} {moment:%B %Y}"


def moment(instant: datetime) -> str:
    """14 January 2026 at 3:05pm."""
    local = instant.astimezone(LONDON)
    half = "am" if local.hour < 12 else "pm"
    words = {"00:00": "midnight", "12:00": "midday"}
    time = words.get(f"{local:%H:%M}") or f"{local.hour % 12 or 12}:{local:%M}{half}"
    return f"{day(instant)} at {time}"


def clock(instant: datetime) -> str:
    """15:05:09.123."""
    local = instant.astimezone(LONDON)
    return f"{local:%H:%M:%S}.{local.microsecond // 1000:03d}"


def month(code: str) -> str:
    """January 2026."""
    return f"{date.fromisoformat(f'{code}-01'):%B %Y}"


def duration(milliseconds: float) -> str:
    """12 ms, 3.4 s, 5 min, 2 h or 3 days."""
    size = abs(milliseconds)
    units = ((1000, 1, "ms"), (60_000, 1000, "s"), (3_600_000, 60_000, "min"))
    for below, unit, name in units:
        if size < below:
            decimals = 1 if name == "s" and size < 10_000 else 0
            return f"{milliseconds / unit:.{decimals}f} {name}"
    if size < 172_800_000:
        return f"{milliseconds / 3_600_000:.0f} h"
    return f"{milliseconds / 86_400_000:,.0f} days"


def number(count: int) -> str:
    """1,234."""
    return f"{count:,}"


def journey_address(identity: str) -> str:
    """The address of a journey; any character may be in the identity."""
    return f"/journeys/{quote(identity, safe='')}"


def authority(code: str, names: Mapping[str, str | None]) -> str:
    """Middlesbrough (806), or Local authority 806 where its name is not known."""
    return f"{names[code]} ({code})" if names.get(code) else f"Local authority {code}"


def heading(column: str) -> str:
    """A column's name as a heading: paid_pence becomes Paid."""
    return named(column.removesuffix("_pence").replace("_", " "))


def shown(value: Any, column: str) -> str:
    """A value of a table: money, dates and times as people read them; None is a dash."""
    if value is None:
        return "–"
    if column.endswith("_pence"):
        return pounds(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    return number(value) if isinstance(value, int) else str(value)


def numbers(names: Iterable[str]) -> list[tuple[str, str]]:
    """Column headings of figures: each name with the class that aligns it."""
    return [(name, "number") for name in names]


def heads(columns: Iterable[str]) -> list[tuple[str, str]]:
    """The headings of a table that has no template of its own."""
    return [(heading(column), "number" if column.endswith("_pence") else "") for column in columns]


def cells(row: Mapping[str, Any], columns: Iterable[str]) -> list[str]:
    """A row of such a table."""
    return [shown(row[column], column) for column in columns]


def decimal(value: float | None) -> str:
    """58 or 58.5; a dash where there is no figure."""
    if value is None:
        return "–"
    return f"{round(value, 1):,.1f}".removesuffix(".0").replace("-", "−")


def measured(value: float | None, unit: str) -> str:
    """58%, or 58 where the unit is points or a count."""
    return f"{decimal(value)}%" if unit == "percent" and value is not None else decimal(value)


def count(people: int | str) -> str:
    """1,234, or Suppressed."""
    return named(people) if isinstance(people, str) else number(people)


def offered_years(as_of: datetime) -> list[Year]:
    """The years that a report offers, the newest first."""
    return offered(london_date(as_of))


def objective(code: str | None) -> str:
    """A key objective; a dash where none is named."""
    return named(code) if code else "–"


FILTERS: dict[str, Callable[..., Any]] = {
    "pounds": pounds,
    "whole_pounds": whole_pounds,
    "day": day,
    "moment": moment,
    "clock": clock,
    "month": month,
    "named": named,
    "duration": duration,
    "number": number,
    "journey": journey_address,
    "authority": authority,
    "heading": heading,
    "numbers": numbers,
    "heads": heads,
    "cells": cells,
    "count": count,
    "decimal": decimal,
    "measured": measured,
    "offered_years": offered_years,
    "objective": objective,
}
