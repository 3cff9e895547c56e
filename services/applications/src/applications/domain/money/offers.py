"""Offers: until when a school may answer, and whether it did."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from applications.domain.form.forms import Form
from applications.domain.money.money import scale_milestones
from chassis.domain import LONDON, Calendar, Reason, in_words, london_date, working_days_after

GRACE = timedelta(hours=24)


@dataclass(frozen=True)
class OfferPolicy:
    """Working days: those of an offer whose round names none, and those of an appeal."""

    default_days: int
    calendar: Calendar
    appeal_days: int = 20  # working days in which a decline may be appealed


def answer_by(released_at: datetime, days: int, calendar: Calendar) -> datetime | Reason:
    """The lapse: 24 hours after the end of the last working day, as London counts days."""
    last = working_days_after(london_date(released_at), days, calendar)
    if isinstance(last, Reason):
        return last
    end = datetime.combine(last + timedelta(days=1), time(0), LONDON)
    return end.astimezone(UTC) + GRACE


def offered_milestones(form: Form, awarded_pence: int) -> list[dict[str, Any]]:
    """The form's milestones in their order; a part award scales their amounts."""
    asked = [each.amount_pence for each in form.milestones]
    return [
        {"number": number, "title": each.title, "due": each.due, "amount_pence": amount}
        for number, (each, amount) in enumerate(
            zip(form.milestones, scale_milestones(asked, awarded_pence), strict=True), 1
        )
    ]


def answer_refusals(answered_at: datetime, until: datetime) -> list[Reason]:
    """An answer is judged by its own instant, half open, whenever it reaches us."""
    if answered_at < until:
        return []
    return [
        Reason(
            "offer-lapsed",
            f"You answered at {in_words(answered_at)}. The offer ended at {in_words(until)}.",
        )
    ]
