"""The rows of the year end: terms, acceptances, payments and recoveries with their own dates."""

from datetime import datetime

from chassis.domain import london_date
from reporting.domain.changes import Row, Seen
from reporting.domain.incoming import Acceptance, MadePayment, Recovery, Terms


def award_term(stated: Terms, seen: Seen) -> Row:
    """The terms that hold from this event of the award on."""
    return {
        "award": stated.award,
        "version": seen.version,
        "effective_at": _effective_at(stated, seen),
        "round": stated.round,
        "authority": stated.authority,
        "category": stated.category,
        "lead_school": stated.lead_school,
        "title": stated.title,
        "state": stated.state,
        "awarded_pence": stated.awarded_pence,
        "freed_pence": stated.freed_pence,
    }


def term_milestones(stated: Terms, seen: Seen) -> list[Row]:
    """The milestones of these terms."""
    return [
        {
            "award": stated.award,
            "version": seen.version,
            "number": each.number,
            "due": each.due,
            "amount_pence": each.amount_pence,
        }
        for each in stated.milestones
    ]


def milestone_accepted(stated: Acceptance, seen: Seen) -> Row:
    """When it was accepted."""
    return {
        "award": stated.award,
        "number": stated.milestone,
        "version": seen.version,
        "amount_pence": stated.amount_pence,
        "accepted_at": stated.assessed_at or seen.time,
    }


def payment_made(stated: MadePayment, seen: Seen) -> Row:
    """The payment as it was made; a later reversal does not undo that it was."""
    return {
        "payment_reference": stated.payment_reference,
        "version": seen.version,
        "award": stated.award,
        "milestone": stated.milestone,
        "amount_pence": stated.amount_pence or 0,
        "paid_on": stated.paid_on or london_date(seen.time),
        "matched": seen.happened == "payment.recorded",
    }


def payment_reversed(stated: MadePayment, seen: Seen) -> Row:
    """The day on which it came back."""
    return {
        "payment_reference": stated.payment_reference,
        "version": seen.version,
        "failed_on": stated.failed_on or london_date(seen.time),
    }


def recovery(stated: Recovery, seen: Seen) -> Row:
    """Money that came back, once for each reference."""
    return {
        "recovery_reference": stated.recovery_reference,
        "version": seen.version,
        "award": stated.award,
        "amount_pence": stated.amount_pence,
        "received_on": stated.received_on or london_date(seen.time),
    }


def _effective_at(stated: Terms, seen: Seen) -> datetime:
    """The instant of what happened, where the event says it; else the event's own."""
    if seen.happened == "award.made":
        return stated.awarded_at or seen.time
    if seen.happened == "award.ended":
        return stated.ended_at or seen.time
    return stated.agreed_at or seen.time
