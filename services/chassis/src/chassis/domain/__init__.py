"""What the rules of every service are built of: pure Python, no I/O and no clock of its own."""

from chassis.contracts.event import Reason
from chassis.domain.aggregate import Aggregate, DomainEvent, TimerChange
from chassis.domain.latest import is_known
from chassis.domain.london_time import (
    LONDON,
    backwards,
    day_begins,
    in_full,
    in_words,
    london_date,
)
from chassis.domain.reasons import MustWait, Refused, refuse
from chassis.domain.reminders import (
    Step,
    first_after,
    next_after,
    reached,
    steps,
    working_days_late,
)
from chassis.domain.working_days import Calendar, moved, working_days_after

__all__ = [
    "LONDON",
    "Aggregate",
    "Calendar",
    "DomainEvent",
    "MustWait",
    "Reason",
    "Refused",
    "Step",
    "TimerChange",
    "backwards",
    "day_begins",
    "first_after",
    "in_full",
    "in_words",
    "is_known",
    "london_date",
    "moved",
    "next_after",
    "reached",
    "refuse",
    "steps",
    "working_days_after",
    "working_days_late",
]
