"""Counts applications that are alike: by state with their days, by category and by theme."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

STATES = (
    "received",
    "under-review",
    "ready-for-panel",
    "decided",
    "released",
    "declined",
    "deferred",
    "offered",
    "accepted",
    "on-hold",
    "ineligible",
    "withdrawn",
    "superseded",
    "declined-by-school",
    "lapsed",
    "cancelled",
)
STAGES = ("in assessment", "decision released", "declined", "accepted", "on hold", "ended")
_STAGE = {
    "received": STAGES[0],
    "under-review": STAGES[0],
    "ready-for-panel": STAGES[0],
    "decided": STAGES[0],
    "released": STAGES[1],
    "deferred": STAGES[1],
    "offered": STAGES[1],
    "declined": STAGES[2],
    "accepted": STAGES[3],
    "on-hold": STAGES[4],
}
NOT_ANNOUNCED = "not announced"


@dataclass(frozen=True, slots=True)
class Tally:
    """Applications that are alike in what they are counted by; the oldest of them."""

    state: str
    category: str
    theme: str | None
    released: bool
    applications: int
    since: datetime

    @property
    def stage(self) -> str:
        """How far on their way they are."""
        return _STAGE.get(self.state, STAGES[5])

    @property
    def shown_theme(self) -> str:
        """The theme by which they are counted: a count must not tell what the line keeps."""
        return self.theme or ("no theme" if self.released else NOT_ANNOUNCED)


@dataclass(frozen=True, slots=True)
class StateCount:
    """The applications in one state and how long they have been there."""

    state: str
    applications: int
    median_days: int
    longest_days: int


@dataclass(frozen=True, slots=True)
class StageCount:
    """The applications of one category or theme, by stage."""

    name: str
    applications: int
    stages: dict[str, int]


def days(since: datetime, as_of: datetime) -> int:
    """Whole days; a clock behind the event gives none."""
    return max((as_of - since).days, 0)


def by_state(
    tallies: Iterable[Tally], medians: Mapping[str, datetime], as_of: datetime
) -> list[StateCount]:
    """Each state that has an application, in the order of the way through.

    `medians` has for each state since when its middle application, or the later of two, is there.
    """
    counted: Counter[str] = Counter()
    oldest: dict[str, datetime] = {}
    for one in tallies:
        counted[one.state] += one.applications
        oldest[one.state] = min(one.since, oldest.get(one.state, one.since))
    return [
        StateCount(state, counted[state], days(medians[state], as_of), days(oldest[state], as_of))
        for state in in_order(counted)
    ]


def in_order(states: Iterable[str]) -> list[str]:
    """The states in the order of the way through."""
    return sorted(states, key=lambda state: (_place(state), state))


def by_stage(tallies: Sequence[Tally], field: str) -> list[StageCount]:
    """Each category or theme with its applications by stage."""
    counted: Counter[tuple[str, str]] = Counter()
    for one in tallies:
        counted[getattr(one, field), one.stage] += one.applications
    return [
        StageCount(
            name,
            sum(counted[name, stage] for stage in STAGES),
            {stage: counted[name, stage] for stage in STAGES},
        )
        for name in sorted({name for name, _ in counted})
    ]


def _place(state: str) -> int:
    return STATES.index(state) if state in STATES else len(STATES)
