"""Where every application stands: by state, category and theme, with its days in the state."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from statistics import median_low
from typing import Any

from reporting.domain.changes import Row

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
_REFUSED = ("declined", "deferred")  # outcomes that the state "released" does not tell
NOT_ANNOUNCED = "not announced"


@dataclass(frozen=True, slots=True)
class Standing:
    """One application; a field that is confidential until the release is None before it."""

    application: str
    round: str
    authority: str
    category: str
    theme: str | None
    state: str
    stage: str
    since: datetime
    days: int
    title: str | None
    lead_school: str | None
    released: bool

    @property
    def shown_theme(self) -> str:
        """The theme by which it is counted: a count must not tell what the line keeps."""
        return self.theme or ("no theme" if self.released else NOT_ANNOUNCED)

    def as_json(self) -> dict[str, Any]:
        """What is public of it."""
        return {
            "application": self.application,
            "round": self.round,
            "authority": self.authority,
            "category": self.category,
            "theme": self.theme,
            "state": self.state,
            "since": self.since.isoformat(),
            "days_in_state": self.days,
            "title": self.title,
            "lead_school": self.lead_school,
        }


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


def pipeline(
    applications: Iterable[Row], steps: Iterable[Row], as_of: datetime, public: Collection[str]
) -> list[Standing]:
    """Every application in the order of its reference.

    `public` names the fields that may be shown before the decision is released.
    """
    taken: dict[str, list[Row]] = {}
    for step in steps:
        taken.setdefault(step["application"], []).append(step)
    return [
        _standing(row, taken[row["application"]], as_of, public)
        for row in sorted(applications, key=lambda row: row["application"])
    ]


def by_state(standings: Iterable[Standing]) -> list[StateCount]:
    """Each state that has an application, in the order of the way through."""
    days: dict[str, list[int]] = {}
    for standing in standings:
        days.setdefault(standing.state, []).append(standing.days)
    order = sorted(days, key=lambda state: (_place(state), state))
    return [StateCount(s, len(days[s]), median_low(days[s]), max(days[s])) for s in order]


def by_stage(standings: Sequence[Standing], field: str) -> list[StageCount]:
    """Each category or theme with its applications by stage."""
    names = sorted({getattr(standing, field) for standing in standings})
    counted = Counter((getattr(one, field), one.stage) for one in standings)
    return [
        StageCount(
            name,
            sum(counted[name, stage] for stage in STAGES),
            {stage: counted[name, stage] for stage in STAGES},
        )
        for name in names
    ]


def entered(state: str, steps: Iterable[Row]) -> datetime:
    """When the present stay in the state began: the earliest of its unbroken last steps."""
    newest_first = sorted(steps, key=lambda step: step["version"], reverse=True)
    stay = list(takewhile(lambda step: step["state"] == state, newest_first))
    found: datetime = (stay or newest_first)[-1 if stay else 0]["time"]
    return found


def _standing(row: Row, steps: list[Row], as_of: datetime, public: Collection[str]) -> Standing:
    since, released, state = entered(row["state"], steps), row["outcome"] is not None, _state(row)
    shown = {name: value if released or name in public else None for name, value in row.items()}
    return Standing(
        row["application"],
        row["round"],
        row["authority"],
        row["category"],
        shown["theme"],
        state,
        _STAGE.get(state, STAGES[5]),
        since,
        max((as_of - since).days, 0),
        shown["title"],
        shown["lead_school"],
        released,
    )


def _state(row: Row) -> str:
    """The application's state; a released refusal by its outcome, so that it can be counted."""
    refused = row["state"] == "released" and row["outcome"] in _REFUSED
    return str(row["outcome"] if refused else row["state"])


def _place(state: str) -> int:
    return STATES.index(state) if state in STATES else len(STATES)
