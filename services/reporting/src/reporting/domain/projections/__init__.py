"""What each event changes in the read models: pure functions, one for each family of events."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from reporting.domain.changes import Change, Seen
from reporting.domain.projections.applications import (
    application_rows,
    award_rows,
    payment_rows,
    round_rows,
)
from reporting.domain.projections.outcomes import delivery_rows, rejection_rows
from reporting.domain.projections.schools import import_rows, school_rows
from reporting.domain.said import (
    ApplicationSaid,
    AwardSaid,
    DeliverySaid,
    ImportSaid,
    PaymentSaid,
    RejectionSaid,
    RoundSaid,
    SchoolSaid,
)


class Projection(NamedTuple):
    """How one family of events is read and what it changes."""

    said: type[Any]
    rows: Callable[[Any, Seen], Iterator[Change]]


_APPLICATION = Projection(ApplicationSaid, application_rows)
_AWARD = Projection(AwardSaid, award_rows)
_REJECTION = Projection(RejectionSaid, rejection_rows)
PROJECTIONS: dict[str, Projection] = {
    "applications.round": Projection(RoundSaid, round_rows),
    "applications.application": _APPLICATION,
    "applications.review": _APPLICATION,
    "applications.decision": _APPLICATION,
    "applications.offer": _APPLICATION,
    "applications.award": _AWARD,
    "applications.milestone": _AWARD,
    "applications.payment": Projection(PaymentSaid, payment_rows),
    "schools.school": Projection(SchoolSaid, school_rows),
    "schools.register": Projection(ImportSaid, import_rows),
    "notifications.notification": Projection(DeliverySaid, delivery_rows),
    "applications.event": _REJECTION,
    "notifications.event": _REJECTION,
    "schools.event": _REJECTION,
}


@lru_cache(maxsize=1024)
def projection_of(event_type: str) -> tuple[Projection, str] | None:
    """The projection of a type and what happened; none where no read model reads it.

    Types are council.<context>.<thing>.<happened>.v1; another version is another contract.
    """
    words = event_type.split(".")
    if len(words) != 5 or words[4] != "v1":
        return None
    projection = PROJECTIONS.get(f"{words[1]}.{words[2]}")
    return (projection, f"{words[2]}.{words[3]}") if projection else None
