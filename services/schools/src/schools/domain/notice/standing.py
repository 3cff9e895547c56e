"""Where a warning notice stands, worked out from the facts alone, in whatever order they came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from chassis.domain import in_full, london_date
from schools.domain import codes
from schools.domain.notice.commands import NoticeConcluded, NoticeIssued
from schools.domain.notice.surroundings import Surroundings

INCOMPLETE, ISSUED = "incomplete", "issued"  # incomplete: a required copy is not logged
COMPLIED, NOT_COMPLIED, WITHDRAWN = "complied", "not-complied", "withdrawn"
SUPERSEDED, ENDED, WINDOW_CLOSED = "superseded", "ended", "window-closed"
RUNNING = {ISSUED, NOT_COMPLIED}


@dataclass(frozen=True)
class End:
    """What ended a notice: since which day it has no effect (None: not known), and why."""

    state: str
    since: date | None
    because: str


@dataclass(frozen=True)
class Standing:
    """The state of a notice, with what ended it where something other than its conclusion did."""

    state: str = INCOMPLETE
    ended_on: date | None = None
    ended_because: str | None = None


def standing(conclusion: NoticeConcluded | None, end: End | None) -> Standing:
    """Of an issued notice. What it was concluded with before its end stays, but for powers.

    A school that did not comply before the end is out of reach after it: the clock ends too.
    """
    outcome = conclusion.outcome if conclusion else ISSUED
    if end is None or outcome not in RUNNING:
        return Standing(outcome)
    return Standing(end.state, end.since, end.because)


def end_of(sent: NoticeIssued, around: Surroundings) -> End | None:
    """The first of what ends a notice: one by the Secretary of State, or the end of the school."""
    found = [each for each in (_superseded(sent, around), _school_ended(around)) if each]
    return min(found, key=lambda each: each.since or date.max, default=None)


def _superseded(sent: NoticeIssued, around: Surroundings) -> End | None:
    """s60(4B): the Secretary of State's notice ends an earlier one of the authority [law].

    One that was in force already when the authority gave its own ends that one from the beginning.
    """
    day, steps = london_date(sent.issued_at), around.steps
    theirs = steps.notice(day) or steps.next_notice(day)
    if theirs is None:
        return None
    because = f"The Secretary of State gave the school a warning notice on {in_full(theirs)}."
    return End(SUPERSEDED, max(theirs, day), because)


def _school_ended(around: Surroundings) -> End | None:
    school = around.school
    if school.status_code != codes.CLOSED:
        return None
    last = school.close_date
    on = f" on {in_full(last)}" if last else ""
    became = f" and became an academy (URN {school.successor})" if school.successor else ""
    since = last + timedelta(days=1) if last else None
    return End(ENDED, since, f"The school closed{on}{became}.")


def latest(conclusions: Iterable[NoticeConcluded]) -> NoticeConcluded | None:
    """The conclusion that holds: the one decided last."""
    return max(conclusions, key=lambda each: each.decided_at, default=None)
