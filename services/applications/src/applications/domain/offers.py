"""Offers: until when a school may answer, and whether it did."""

from datetime import UTC, datetime, time, timedelta

from applications.domain.moments import LONDON, in_words, london_date
from applications.domain.reasons import Reason
from applications.domain.working_days import Calendar, working_days_after

GRACE = timedelta(hours=24)


def answer_by(released_at: datetime, days: int, calendar: Calendar) -> datetime | Reason:
    """The lapse: 24 hours after the end of the last working day, as London counts days."""
    last = working_days_after(london_date(released_at), days, calendar)
    if isinstance(last, Reason):
        return last
    end = datetime.combine(last + timedelta(days=1), time(0), LONDON)
    return end.astimezone(UTC) + GRACE


def answer_refusals(answered_at: datetime, until: datetime) -> list[Reason]:
    """An answer is judged by its own instant, half open, whenever it reaches us."""
    if answered_at < until:
        return []
    return [
        Reason(
            "offer-lapsed",
            f"The answer was given on {in_words(answered_at)}; the offer lapsed on "
            f"{in_words(until)}.",
        )
    ]
