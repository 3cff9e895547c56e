"""The one rule for what pages, journeys and mails leave out."""

import json

import pytest

from chassis import is_open, public_before_release, shown_reasons
from chassis.messaging.topology import handled_types

REASONS = [{"code": "not-carried", "message": "2 for, 3 against"}]
CONCERN = "council.schools.concern.recorded.v1"


@pytest.mark.parametrize("happened", ["recorded", "released"])
def test_reason_for_rejecting_a_decision_is_withheld(happened: str) -> None:
    [shown] = shown_reasons(f"council.casework.decision.{happened}.v1", REASONS)

    assert shown["code"] == "confidential"
    assert "until the decision is announced" in shown["message"]
    assert "3 against" not in json.dumps(shown)


def test_reason_for_rejecting_a_form_is_shown() -> None:
    assert shown_reasons("council.forms.application.received.v1", REASONS) == REASONS


def test_reason_of_a_concern_is_withheld_because_it_may_name_a_school() -> None:
    waits = [{"code": "waiting", "message": "Waits for school:111632."}]

    assert "111632" not in str(shown_reasons("council.casework.concern.raised.v1", waits))


@pytest.mark.parametrize("event_type", [CONCERN, "council.schools.tier.changed.v1"])
def test_what_tells_of_a_schools_case_is_in_no_open_journey(event_type: str) -> None:
    assert not is_open(event_type, {"restricted": False})


@pytest.mark.parametrize(
    "data",
    [{"cause_type": CONCERN}, {"event_type": "council.casework.concern.raised.v1"}],
)
def test_message_about_a_concern_and_its_rejection_are_not_open(data: dict[str, str]) -> None:
    assert not is_open("council.notifications.notification.delivered.v1", data)


def test_other_events_are_open() -> None:
    assert is_open("council.applications.offer.made.v1", {"application": "A-2026-0001"})


def test_title_school_and_theme_are_not_public_before_the_release() -> None:
    assert {"title", "lead_school", "theme", "outcome"}.isdisjoint(public_before_release())


@pytest.mark.parametrize("kind", ["decision", "review", "interest", "concern"])
def test_every_withheld_type_is_one_that_a_service_handles(kind: str) -> None:
    handled = {name for names in handled_types().values() for name in names}
    withheld = [
        name for name in handled if shown_reasons(name, REASONS)[0]["code"] == "confidential"
    ]

    assert any(name.startswith(f"council.casework.{kind}.") for name in withheld)
