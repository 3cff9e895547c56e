"""The rows that are computed from an event, not copied."""

from dataclasses import asdict

from reporting.domain.changes import Row, Seen
from reporting.domain.incoming import Appealed, Payment, Rejection, SchoolChange
from reporting.domain.london_time import month_of
from reporting.domain.whole import Concern, Results, Strategy, Visit


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


def appealed(stated: Appealed, seen: Seen) -> Row:
    """The application: an appeal upheld with money approves it, any other leaves it declined."""
    outcome = "approved" if stated.outcome == "upheld" else "declined"
    return {**asdict(stated), "outcome": outcome, "version": seen.version}


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


def visit_note(stated: Visit, seen: Seen) -> Row | None:
    """The published note; other events of a visit have none."""
    if stated.note is None:
        return None
    return {"visit": stated.visit, "version": seen.version, "note": stated.note}


def concern(stated: Concern, seen: Seen) -> Row:
    """The concern; of a restricted one neither kind nor severity, if an event had them."""
    return {
        "concern": stated.concern,
        "version": seen.version,
        "urn": stated.urn,
        "restricted": stated.restricted,
        "kind": None if stated.restricted else stated.kind,
        "severity": None if stated.restricted else stated.severity,
        "raised_at": stated.raised_at,
    }


def results(stated: Results, seen: Seen) -> Row:
    """Which release the results are of."""
    return {
        "urn": stated.urn,
        "academic_year": stated.academic_year,
        "stage": stated.stage,
        "version": seen.version,
        "release": stated.version,
        "published_on": stated.published_on,
    }


def strategy(stated: Strategy, seen: Seen) -> Row:
    """The strategy with the edition that its file names."""
    return {
        "authority": stated.authority,
        "version": seen.version,
        "edition": str(stated.version),
        "title": stated.title,
        "priorities": stated.priorities,
    }
