"""The category of concern that is in force at a school, as Ofsted published it; never computed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Publication:
    """What an inspection's publication says; "none" ends a category, None says nothing of it."""

    inspected_on: date
    published_on: date
    category: str | None


def category_on(day: date, publications: Iterable[Publication]) -> str | None:
    """The category of the latest inspection that was public on the day and says one; else None."""
    public = [each for each in publications if each.published_on <= day and each.category]
    last = max(public, key=lambda each: (each.inspected_on, each.published_on), default=None)
    return None if last is None or last.category == "none" else last.category
