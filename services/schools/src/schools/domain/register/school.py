"""A school in the register, and what a row of an extract changes in it."""

from dataclasses import dataclass, field
from typing import Any

from schools.domain import codes
from schools.domain.files.layout import NOTHING_KNOWN, State
from schools.domain.register.related_schools import end_of

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
    def end(self) -> str | None:
        """Its closing date, STILL_OPEN, or None where its end is not known."""
        state = self.state
        absent = self.absent_since is not None
        return end_of(state["status_code"], state["close_date"], absent=absent)

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


def enters(stated: State) -> State:
    """The whole state of a school that no extract had before, links aside."""
    return completed({**NOTHING_KNOWN, **stated, "predecessors": None, "successors": None})


def updated(known: State, stated: State) -> State:
    """The state after an extract stated this.

    A closed school keeps the closing date that we know; one that opens again loses it.
    """
    state = completed({**known, **stated})
    closed = state["status_code"] == codes.CLOSED
    if closed and state["close_date"] is None:
        state["close_date"] = known["close_date"]
    elif not closed and known["status_code"] == codes.CLOSED:
        state["close_date"] = stated.get("close_date")
    return state


def changes(before: State, after: State) -> Changes:
    """Each field that differs, with what it was and what it is."""
    return {
        name: {"from": before.get(name), "to": value}
        for name, value in after.items()
        if before.get(name) != value
    }
