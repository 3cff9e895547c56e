"""The rows that are computed from an event, not copied."""

from reporting.domain.changes import Row, Seen
from reporting.domain.incoming import Payment, Rejection, SchoolChange
from reporting.domain.london_time import month_of


def payment(stated: Payment, seen: Seen) -> Row | None:
    """The payment under finance's reference; a request has none yet."""
    if stated.payment_reference is None:
        return None
    return {
        "payment_reference": stated.payment_reference,
        "version": seen.version,
        "award": stated.award,
        "round": stated.round,
        "category": stated.category,
        "milestone": stated.milestone,
        "amount_pence": stated.amount_pence,
        "state": seen.happened.removeprefix("payment."),
    }


def school_change(stated: SchoolChange, seen: Seen) -> Row:
    """What happened to a school, in which month and to which fields."""
    return {
        "urn": stated.urn,
        "version": seen.version,
        "happened": seen.happened.removeprefix("school."),
        "time": seen.time,
        "month": month_of(seen.time),
        "fields": ", ".join(sorted(stated.changes)),
        "successor": stated.successor,
    }


def rejection(stated: Rejection, seen: Seen) -> Row:
    """The rejected event with its newest reasons."""
    return {
        "event_id": stated.event_id,
        "version": seen.version,
        "event_type": stated.event_type,
        "event_source": stated.event_source,
        "codes": ", ".join(reason.code for reason in stated.reasons),
        "overdue": stated.overdue,
        "time": seen.time,
    }
