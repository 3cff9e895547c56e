"""A deadline is half open, and never midnight."""

from datetime import datetime, time

from chassis.domain import LONDON, Reason, in_full


def deadline_refusals(deadline: datetime) -> list[Reason]:
    """Why a deadline is refused: people read midnight in London as either day."""
    local = deadline.astimezone(LONDON)
    if local.time() != time(0):
        return []
    return [
        Reason(
            "deadline-midnight",
            f"The deadline is midnight in London at the start of {in_full(local.date())}, which "
            "people read as either day. Choose another time, such as 12:00 or 23:59.",
        )
    ]


def is_late(submitted_at: datetime, deadline: datetime) -> bool:
    """Half open: the last microsecond before the deadline is in time, the deadline itself late."""
    return submitted_at >= deadline
