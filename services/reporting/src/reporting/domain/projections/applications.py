"""What an event of a round, an application or an award changes."""

from collections.abc import Iterator

from reporting.domain.changes import Change, Row, Seen
from reporting.domain.said import ApplicationSaid, AwardSaid, PaymentSaid, RoundSaid


def round_rows(said: RoundSaid, seen: Seen) -> Iterator[Change]:
    """The round's copy."""
    row: Row = {
        "round": said.round,
        "version": seen.version,
        "authority": said.authority,
        "title": said.title,
        "fund_source": said.fund_source,
        "opens_at": said.opens_at,
        "deadline": said.deadline,
        "budget_pence": said.budget_pence,
        "categories": [
            {"category": category.category, "ceiling_pence": category.ceiling_pence}
            for category in said.categories
        ],
        "state": said.state,
    }
    yield Change("funding_round", (said.round,), row)


def application_rows(said: ApplicationSaid, seen: Seen) -> Iterator[Change]:
    """The application's copy, and the step that brought it there."""
    row: Row = {
        "application": said.application,
        "version": seen.version,
        "form_reference": said.form_reference,
        "round": said.round,
        "authority": said.authority,
        "category": said.category,
        "theme": said.theme,
        "title": said.title,
        "lead_school": said.lead_school,
        "requested_pence": said.requested_pence,
        "submitted_at": said.submitted_at,
        "state": said.state,
        "outcome": said.outcome,
        "awarded_pence": said.awarded_pence,
    }
    yield Change("application", (said.application,), row)
    step: Row = {
        "application": said.application,
        "version": seen.version,
        "happened": seen.happened,
        "time": seen.time,
        "state": said.state,
    }
    yield Change("application_step", (said.application, seen.version), step)


def award_rows(said: AwardSaid, seen: Seen) -> Iterator[Change]:
    """The award's copy."""
    row: Row = {
        "award": said.award,
        "version": seen.version,
        "application": said.application,
        "round": said.round,
        "authority": said.authority,
        "category": said.category,
        "lead_school": said.lead_school,
        "awarded_pence": said.awarded_pence,
        "paid_pence": said.paid_pence,
        "state": said.state,
    }
    yield Change("award", (said.award,), row)


def payment_rows(said: PaymentSaid, seen: Seen) -> Iterator[Change]:
    """The award's copy, and the payment under finance's reference once that is known."""
    yield from award_rows(said, seen)
    if said.payment_reference is None:
        return
    row: Row = {
        "payment_reference": said.payment_reference,
        "version": seen.version,
        "award": said.award,
        "round": said.round,
        "category": said.category,
        "milestone": said.milestone,
        "amount_pence": said.amount_pence,
        "state": seen.happened.removeprefix("payment."),
    }
    yield Change("payment", (said.payment_reference,), row)
