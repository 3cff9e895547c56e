"""A school in the register, and what a row of an extract changes in it."""

from dataclasses import dataclass, field
from typing import Any

from schools.domain import codes
from schools.domain.files.layout import NOTHING_KNOWN, State
from schools.domain.register.related_schools import RelatedSchools

Changes = dict[str, dict[str, Any]]  # field -> {"from": ..., "to": ...}


@dataclass(frozen=True)
class School:
    """What is known of one school, and since when the register has it."""

    urn: str
    state: State = field(repr=False)
    registered_on: str  # the date of the extract that brought it
    registered_import: int
    absent_since: str | None = None  # the first extract of its authority that no longer had it
    converted_to: str | None = None

    @property
    def closed(self) -> bool:
        """Whether the register says so, or a conversion closed it."""
        return bool(self.state["status_code"] == codes.CLOSED)

    @property
    def gone(self) -> bool:
        """Closed, or no longer in the extracts; absence alone is no closure."""
        return self.closed or self.absent_since is not None

    @property
    def open_academy(self) -> bool:
        """Whether it can be what an old school became."""
        return bool(self.state["academy"]) and codes.is_open(self.state["status_code"])


def completed(state: State) -> State:
    """The state with what follows from the type."""
    kind = state["type_code"]
    state["part4_maintained"] = kind in codes.PART4_MAINTAINED
    state["academy"] = kind in codes.ACADEMIES
    return state


def enters(stated: State, related: RelatedSchools) -> State:
    """The whole state of a school that no extract had before."""
    state = completed({**NOTHING_KNOWN, **stated})
    state["predecessors"] = related.predecessors(state["urn"])
    state["successors"] = related.successors(state["urn"])
    return state


def updated(known: State, stated: State) -> State:
    """The state after an extract stated this; a closed school keeps the closing date we know."""
    state = completed({**known, **stated})
    if state["status_code"] == codes.CLOSED and state["close_date"] is None:
        state["close_date"] = known["close_date"]
    return state


def changes(before: State, after: State) -> Changes:
    """Each field that differs, with what it was and what it is."""
    return {
        name: {"from": before.get(name), "to": value}
        for name, value in after.items()
        if before.get(name) != value
    }
