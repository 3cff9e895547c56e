"""Appeals: until when a declined applicant may appeal, and who may decide the appeal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from applications.domain.panel.decisions import Decision
from chassis.domain import (
    Calendar,
    Reason,
    day_begins,
    in_full,
    in_words,
    london_date,
    working_days_after,
)

UPHELD, UNFUNDED, DISMISSED = "upheld", "upheld-unfunded", "dismissed"


@dataclass(frozen=True)
class Appeal:
    """An applicant's appeal against the decision of one meeting; there is one for each."""

    meeting: str
    grounds: str
    received_at: datetime


def appeal_by(released_at: datetime, days: int, calendar: Calendar) -> datetime | Reason:
    """The instant from which an appeal is late: the end of the last working day in London."""
    last = working_days_after(london_date(released_at), days, calendar)
    return last if isinstance(last, Reason) else day_begins(last + timedelta(days=1))


def late_refusals(received_at: datetime, until: datetime) -> list[Reason]:
    """An appeal is judged by its own receipt, half open, whenever it reaches us."""
    if received_at < until:
        return []
    last = in_full(london_date(until - timedelta(microseconds=1)))
    return [
        Reason(
            "appeal-late",
            f"We received your appeal at {in_words(received_at)}. The last day to appeal was "
            f"{last}.",
        )
    ]


def outcome_of(decision: Decision) -> str:
    """What a decision on an appeal comes to."""
    if decision.unfunded:
        return UNFUNDED
    return UPHELD if decision.approves else DISMISSED


def hearing_refusals(decision: Decision, first: Iterable[Decision]) -> list[Reason]:
    """Why a decision on an appeal is refused; `first` are the versions of what was appealed."""
    versions = list(first)
    before = {person for each in versions for person in each.voters}
    again = sorted(decision.voters & before)
    reasons = []
    if again:
        message = f"{', '.join(again)} voted on the decision that is appealed. Others decide it."
        reasons.append(Reason("voted-before", message))
    if decision.meeting in {each.meeting for each in versions}:
        message = f"{decision.meeting} decided the application. Another meeting decides the appeal."
        reasons.append(Reason("same-meeting", message))
    if decision.outcome == "deferred":
        message = "An appeal is not deferred. Record its outcome as approved or declined."
        reasons.append(Reason("appeal-deferred", message))
    return reasons
