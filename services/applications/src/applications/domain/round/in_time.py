"""Facts without a version: ordered by their events' times, and which one is in force when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar


class Dated(Protocol):
    """A fact without a version: ordered by its event's time, ties by its event's id."""

    @property
    def ce_time(self) -> datetime:
        """The event's time."""

    @property
    def event_id(self) -> str:
        """The event's id."""


Fact = TypeVar("Fact", bound=Dated)


def in_order(facts: Sequence[Fact]) -> list[Fact]:
    """Oldest first, whichever arrived first."""
    return sorted(facts, key=lambda fact: (fact.ce_time, fact.event_id))


def in_force(facts: Sequence[Fact], at: datetime) -> Fact | None:
    """The newest fact at that instant; the first one where the step was dated before them all."""
    ordered = in_order(facts)
    by_then = [fact for fact in ordered if fact.ce_time <= at]
    return by_then[-1] if by_then else next(iter(ordered), None)
