"""Values of the domain out of the payloads of tests/support/funding.py."""

from datetime import UTC, datetime
from typing import Any

from applications.domain.form.eligibility import refusals
from applications.domain.form.forms import Form
from applications.domain.form.schools import School
from applications.domain.panel.decisions import Decision
from applications.domain.panel.panels import Panel, Vote
from applications.domain.round.rounds import Closing, Round, Terms
from applications.incoming import RoundAnnouncement
from applications.store.conversions import value_of
from support import funding


def at(text: str) -> datetime:
    """An instant as people type it."""
    return datetime.fromisoformat(text).astimezone(UTC)


def the_form(payload: dict[str, Any] | None = None) -> Form:
    """A form, by default the contract's own hub."""
    return value_of(Form, payload or funding.a_hub())


def the_round(closing: Closing | None = None, **changes: Any) -> Round:
    """A round, by default the contract's own."""
    announced = RoundAnnouncement.model_validate(funding.a_round(**changes))
    data = announced.model_dump(exclude_none=True) | {"kinds_told_apart": True}
    return Round(value_of(Terms, data), closing)


def the_panel(**changes: Any) -> Panel:
    """A panel, by default the contract's own five seats."""
    return value_of(Panel, funding.a_panel(**changes))


def votes(**cast: str) -> list[Vote]:
    """Votes by the panel's persons: votes(p_1001="for")."""
    return [Vote(person.replace("_", "-"), vote) for person, vote in cast.items()]


def a_decision(**changes: Any) -> Decision:
    """A decision, by default the contract's own approval of £25,000."""
    record = funding.a_decision()
    given = {
        "key": "decision-1",
        "event_id": "decision-1",
        "meeting": record["meeting"]["reference"],
        "held_on": record["meeting"]["held_on"],
        "ce_time": record["recorded_at"],
        "panel": the_panel(),
    }
    return value_of(Decision, {**record, **given, **changes})


def schools_of(form: Form, **changes: dict[str, Any]) -> dict[str, School]:
    """The register's view of every school in a form; changes by urn_<number>."""
    return {
        urn: value_of(School, funding.a_school(urn, **changes.get(f"urn_{urn}", {})))
        for urn in form.schools
    }


def codes(
    payload: dict[str, Any], round_: Round | None = None, **schools: dict[str, Any]
) -> list[str]:
    """Why a form would be ineligible, by code."""
    form = the_form(payload)
    found = refusals(form, round_ or the_round(), schools_of(form, **schools))
    return [reason.code for reason in found]
