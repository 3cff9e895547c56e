"""Reminds of a review, an offer, a condition or a milestone, unless the matter is settled."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from applications.domain.panel.decisions import Condition
from chassis.domain import (
    Calendar,
    DomainEvent,
    Step,
    TimerChange,
    first_after,
    london_date,
    next_after,
    reached,
    steps,
    working_days_late,
)

OFFER_DAYS = (-5,)  # lead times in working days [default]
MILESTONE_DAYS = (-5, 1, 10)
CONDITION_DAYS = (-5, 1)
REVIEW_DAYS = (-3, 1)
OFFER, CONDITION, MILESTONE = "offer-closing", "condition-due", "milestone-due"
REVIEW = "review-due"
FINDINGS_DAYS = (-20,)
FINDINGS = "findings-due"


class Kind(NamedTuple):
    """A kind of date: its timer, its events' first word, its lead times."""

    timer: str
    name: str
    days: tuple[int, ...]


OF_CONDITION = Kind(CONDITION, "condition", CONDITION_DAYS)
OF_MILESTONE = Kind(MILESTONE, "milestone", MILESTONE_DAYS)
OF_REVIEW = Kind(REVIEW, "review", REVIEW_DAYS)
OF_FINDINGS = Kind(FINDINGS, "findings", FINDINGS_DAYS)
_INSTANT = timedelta(microseconds=1)  # an offer ends at the first instant that is too late


def offer_timer(
    reference: str, start: datetime, until: datetime | None, calendar: Calendar
) -> TimerChange:
    """Set with the offer, where there is time for a reminder; cancelled where `until` is None."""
    due = first_after(start, _offer_steps(until, calendar)) if until else None
    return TimerChange(OFFER, reference, due)


def condition_timer(
    reference: str, condition: Condition, start: datetime, calendar: Calendar
) -> TimerChange:
    """Set when the offer is accepted."""
    due = first_after(start, steps(condition.due, CONDITION_DAYS, calendar))
    data = {"application": reference, "code": condition.code}
    return TimerChange(CONDITION, f"{reference}/{condition.code}", due, data)


def milestone_timer(
    award: str, number: int, due: date, start: datetime, calendar: Calendar
) -> TimerChange:
    """Set when the award is made."""
    at = first_after(start, steps(due, MILESTONE_DAYS, calendar))
    data = {"award": award, "milestone": number}
    return TimerChange(MILESTONE, f"{award}/{number}", at, data)


def review_timer(reference: str, due: date, start: datetime, calendar: Calendar) -> TimerChange:
    """Set with each assignment, in the place of the one before."""
    at = first_after(start, steps(due, REVIEW_DAYS, calendar))
    return TimerChange(REVIEW, reference, at)


def findings_timer(award: str, due: date, start: datetime, calendar: Calendar) -> TimerChange:
    """Set when the award of a research project is made."""
    return TimerChange(FINDINGS, award, first_after(start, steps(due, FINDINGS_DAYS, calendar)))


def settled(name: str, subject: str) -> TimerChange:
    """Cancels the timer of a matter that is settled."""
    return TimerChange(name, subject)


def offer_is_due(until: datetime, now: datetime, calendar: Calendar) -> bool:
    """Whether to remind now: not once the offer is over."""
    return now < until and reached(now, _offer_steps(until, calendar)) is not None


def reminder_of(
    kind: Kind, due: date, now: datetime, calendar: Calendar
) -> tuple[str | None, int | None, datetime | None]:
    """The event to publish now, the working days by which it is late, and the next timer.

    No event where the reminder before the date is overtaken by the date itself.
    """
    of = steps(due, kind.days, calendar)
    step, late = reached(now, of), working_days_late(due, now, calendar)
    return _name(kind.name, step, late), late, next_after(now, of)


def event(name: str, public: dict[str, object], **details: object) -> DomainEvent:
    """A reminder with the public state of its aggregate."""
    return DomainEvent(name, {**public, **details})


def _name(kind: str, step: Step | None, late: int | None) -> str | None:
    if step is None or (step.days < 0 and late is not None):
        return None
    return f"{kind}.{'due-soon' if step.days < 0 else 'overdue'}"


def _offer_steps(until: datetime, calendar: Calendar) -> list[Step]:
    return steps(london_date(until - _INSTANT), OFFER_DAYS, calendar)
