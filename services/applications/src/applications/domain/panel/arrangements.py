"""How reviews are arranged: who was asked to score, and what reviewers far apart agreed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from applications.domain.panel.reviews import Score
from chassis.domain import Reason


class Recorded(Protocol):
    """A fact of which the latest holds, by its own instant; `key` names its event."""

    @property
    def key(self) -> str:
        """The event's identity."""

    @property
    def instant(self) -> datetime:
        """The instant that it names."""


Fact = TypeVar("Fact", bound=Recorded)


@dataclass(frozen=True)
class Assignment:
    """Who was asked to review an application by when; whole each time."""

    reviewers: tuple[str, ...]
    due: date
    assigned_by: str
    assigned_at: datetime
    key: str = ""

    @property
    def instant(self) -> datetime:
        """When they were assigned."""
        return self.assigned_at


@dataclass(frozen=True)
class Moderation:
    """The scores that reviewers far apart agreed on, and why."""

    scores: tuple[Score, ...]
    note: str
    moderated_by: str
    moderated_at: datetime
    key: str = ""

    @property
    def instant(self) -> datetime:
        """When they agreed."""
        return self.moderated_at


def latest(facts: Sequence[Fact], until: datetime | None = None) -> Fact | None:
    """The one that holds: the latest by its own instant, before `until` where that is given."""
    known = [each for each in facts if until is None or each.instant < until]
    return max(known, key=lambda each: (each.instant, each.key), default=None)


def contradictions(what: str, at: datetime, known: Sequence[Recorded]) -> list[Reason]:
    """Refuses another fact of the same instant: nobody could say which of the two holds."""
    if all(each.instant != at for each in known):
        return []
    message = (
        f"{what} of the same instant is on record with other content. Check both, and send the "
        "right one with an instant of its own."
    )
    return [Reason("contradicts-earlier", message)]
