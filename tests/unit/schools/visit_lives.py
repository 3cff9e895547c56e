"""Visits in every state, brought there by their own commands, without a store."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from schools.domain.visit import Visit
from schools.domain.visit.commands import Answer, Note
from unit.schools.case_lives import CALENDAR, SCHOOL, at

REFERENCE = "V-2026-0310"
RECORDED = at("2026-10-08T09:00:00+01:00")
CORRECTED = at("2026-10-15T09:00:00+01:00")

Step = Callable[[Visit], Any]


def a_note(recorded_at: datetime = RECORDED, **changes: Any) -> Note:
    """The contract's own example: a note two days after the visit."""
    note = Note(
        urn=SCHOOL.urn,
        visit=REFERENCE,
        adviser="p-1001",
        visited_on=date(2026, 10, 6),
        purpose="Termly review",
        note="Middle leaders now own the maths plan.",
        recorded_at=recorded_at,
    )
    return replace(note, **changes)


def an_answer(answered_at: str = "2026-10-14T15:00:00+01:00", **changes: Any) -> Answer:
    """The school has a correction."""
    answer = Answer(
        visit=REFERENCE,
        accurate="with-corrections",
        corrections="The plan has two leaders, not three.",
        role="Headteacher",
        answered_at=at(answered_at),
    )
    return replace(answer, **changes)


def record(recorded_at: datetime = RECORDED, **changes: Any) -> Step:
    """The adviser records the visit."""
    return lambda visit: visit.record(a_note(recorded_at, **changes), SCHOOL, CALENDAR)


def answer(answered_at: str = "2026-10-14T15:00:00+01:00", **changes: Any) -> Step:
    """The school answers."""
    return lambda visit: visit.answered(an_answer(answered_at, **changes), CALENDAR)


def time_is_up(visit: Visit) -> None:
    """Ten working days after the note are over."""
    visit.time_is_up(at("2026-10-23T00:00:00+01:00"), CALENDAR)


LIVES: dict[str, tuple[Step, ...]] = {
    "no note": (),
    "recorded": (record(),),
    "published, answered": (record(), answer()),
    "published, not answered": (record(), time_is_up),
}
COMMANDS: dict[str, Step] = {
    "record": record(),
    "correct the note": record(CORRECTED),
    "answer": answer("2026-10-14T16:00:00+01:00"),
    "answer a note that is not here": answer(
        "2026-10-16T09:00:00+01:00", note_recorded_at=CORRECTED
    ),
    "time to answer is up": time_is_up,
}


def visit_in(state: str) -> Visit:
    """A visit in a row of LIVES, with nothing left to record."""
    visit = Visit(reference=REFERENCE)
    for step in LIVES[state]:
        step(visit)
    visit.events.clear()
    visit.timers.clear()
    return visit


def visit_state(visit: Visit) -> str:
    """The state in public words."""
    if not visit.notes:
        return "no note"
    because = visit.published_because
    return f"published, {because.replace('-', ' ')}" if because else "recorded"
