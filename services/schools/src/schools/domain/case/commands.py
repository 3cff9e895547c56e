"""What casework tells about a case, with the field names of its contracts."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A case of a school causing concern was opened; `lead` is the officer who leads it."""

    case: str
    urn: str
    aim: str
    exit_criteria: tuple[str, ...]
    review_due: date
    opened_by: str
    opened_at: datetime
    priorities: tuple[str, ...] = ()
    lead: str | None = None
    previous: str | None = None
    tell_school: bool = False


@dataclass(frozen=True, kw_only=True)
class Objective:
    """An objective of the plan, with its owner, its date and its colour."""

    code: str
    title: str
    owner: str
    due: date
    rag: str
    key_objective: str | None = None
    priority: str | None = None


@dataclass(frozen=True, kw_only=True)
class Action:
    """An action of the plan; `dropped` says why it is no longer wanted."""

    code: str
    title: str
    owner: str
    due: date
    objective: str | None = None
    done_on: date | None = None
    dropped: str | None = None

    @property
    def is_open(self) -> bool:
        """Neither done nor dropped with a reason."""
        return self.done_on is None and not self.dropped


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The whole plan of a case as it was recorded at an instant."""

    case: str
    objectives: tuple[Objective, ...]
    actions: tuple[Action, ...]
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Review:
    """A review that was held; its progress stays in this service."""

    case: str
    held_on: date
    rag: str
    progress: str = field(repr=False)
    next_review: date
    recorded_by: str
    recorded_at: datetime
    tell_school: bool = False


@dataclass(frozen=True, kw_only=True)
class Closing:
    """A case was closed; its rationale stays in this service."""

    case: str
    outcome: str
    rationale: str = field(repr=False)
    closed_by: str
    closed_at: datetime
    tell_school: bool = False
