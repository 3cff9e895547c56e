"""Where every application stands: by state, category and theme, with its days in the state."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import takewhile

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
    version: int
    round: str
    authority: str
    category: str
    theme: str | None
    state: str
    since: datetime
    title: str | None
    lead_school: str | None
    released: bool

    def as_row(self) -> Row:
        """As the read model keeps it."""
        return asdict(self)


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


def pipeline(
    applications: Iterable[Row], steps: Iterable[Row], public: Collection[str]
) -> list[Standing]:
    """Every application in the order of its reference.

    `public` names the fields that may be shown before the decision is released.
    """
    taken: dict[str, list[Row]] = {}
    for step in steps:
        taken.setdefault(step["application"], []).append(step)
    return [
        _standing(row, taken[row["application"]], public)
        for row in sorted(applications, key=lambda row: row["application"])
    ]


def days(since: datetime, as_of: datetime) -> int:
    """Whole days; a clock behind the event gives none."""
    return max((as_of - since).days, 0)


def listed(row: Row, as_of: datetime) -> Row:
    """What is public of one application, from its row of the read model."""
    return {
        "application": row["application"],
        "round": row["round"],
        "authority": row["authority"],
        "category": row["category"],
        "theme": row["theme"],
        "state": row["state"],
        "since": row["since"].isoformat(),
        "days_in_state": days(row["since"], as_of),
        "title": row["title"],
        "lead_school": row["lead_school"],
    }


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


def entered(state: str, steps: Iterable[Row]) -> datetime:
    """When the present stay in the state began: the earliest of its unbroken last steps."""
    newest_first = sorted(steps, key=lambda step: step["version"], reverse=True)
    stay = list(takewhile(lambda step: step["state"] == state, newest_first))
    found: datetime = (stay or newest_first)[-1 if stay else 0]["time"]
    return found


def _standing(row: Row, steps: list[Row], public: Collection[str]) -> Standing:
    since, released, state = entered(row["state"], steps), row["outcome"] is not None, _state(row)
    shown = {name: value if released or name in public else None for name, value in row.items()}
    return Standing(
        row["application"],
        row["version"],
        row["round"],
        row["authority"],
        row["category"],
        shown["theme"],
        state,
        since,
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
