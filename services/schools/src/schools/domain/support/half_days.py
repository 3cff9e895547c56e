"""Days of support to the half: integers of half days inside, numbers of days outside."""

from datetime import date
from typing import Protocol

from chassis.domain import Reason, in_full


class Spanning(Protocol):
    """Has a first and a last day."""

    @property
    def begins(self) -> date:
        """The first day."""

    @property
    def until(self) -> date:
        """The last day."""


def as_days(half_days: int) -> int | float:
    """The number of days, whole where it is whole."""
    return half_days / 2 if half_days % 2 else half_days // 2


def days_in_words(half_days: int) -> str:
    """Such as 1 day, 2.5 days."""
    return f"{as_days(half_days)} {'day' if half_days == 2 else 'days'}"


def span_refusals(what: str, span: Spanning) -> list[Reason]:
    """Why dates are refused that run backwards."""
    if span.begins <= span.until:
        return []
    message = (
        f"{what} begins on {in_full(span.begins)}, after it ends on {in_full(span.until)}. "
        "Send it again with an end on or after its beginning."
    )
    return [Reason("ends-before-it-begins", message)]
