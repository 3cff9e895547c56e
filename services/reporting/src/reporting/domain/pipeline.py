"""Where every application stands, since when, and what of it is public."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import takewhile

from reporting.domain.changes import Row
from reporting.domain.tallies import days

_REFUSED = ("declined", "deferred")  # outcomes that the state "released" does not tell


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
