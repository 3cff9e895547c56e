"""Conditions that take the selected authority and year; none takes all."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select

from chassis.domain import day_begins
from reporting.domain.selection import Selection
from reporting.domain.years import Year

PAGE = 100  # rows of a long list on one page


def in_authority(column: Any, selection: Selection) -> list[ColumnElement[bool]]:
    """The selected authority."""
    return [column == selection.authority] if selection.authority else []


def dated(column: Any, period: Year | None) -> list[ColumnElement[bool]]:
    """A date within the year."""
    return [column >= period.first, column <= period.last] if period else []


def at(column: Any, period: Year | None) -> list[ColumnElement[bool]]:
    """An instant within the year, by London days."""
    if period is None:
        return []
    after = day_begins(period.last + timedelta(days=1))
    return [column >= day_begins(period.first), column < after]


def cut(query: Select[Any], selection: Selection, *, first_page: bool = False) -> Select[Any]:
    """The rows that a page shows; a file has every row.

    `first_page` is for the lists that a page shows only the first rows of.
    """
    if selection.page is None:
        return query
    page = 1 if first_page else selection.page
    return query.limit(PAGE).offset((page - 1) * PAGE)


def pages_of(rows: int) -> int:
    """How many pages so many rows have."""
    return -(-rows // PAGE)
