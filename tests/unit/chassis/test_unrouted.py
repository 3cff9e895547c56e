"""Which service parks an event that no queue is bound to, and why."""

import pytest

from chassis.inbox.unrouted import MISSING_BINDING, UNKNOWN_TYPE, judge

SERVICES = ("schools", "applications", "notifications", "reporting")
HANDLED = {
    "applications": ["council.forms.application.received.v1"],
    "schools": ["council.casework.concern.raised.v1"],
    "notifications": ["council.forms.application.received.v1"],
    "reporting": ["council.schools.#", "council.applications.#"],
}


def verdicts(event_type: str) -> dict[str, str]:
    """The reason's code for each service that parks the event."""
    reasons = {service: judge(event_type, service, HANDLED) for service in SERVICES}
    return {service: reason.code for service, reason in reasons.items() if reason}


@pytest.mark.parametrize(
    ("context", "owner"),
    [
        ("forms", "applications"),
        ("casework", "applications"),
        ("finance", "applications"),
        ("inspections", "schools"),
        ("results", "schools"),
        ("communications", "schools"),
        ("directory", "notifications"),
        ("parking", "reporting"),
        ("notifications", "reporting"),
    ],
)
def test_unknown_type_is_parked_by_the_owner_of_its_context_alone(context, owner):
    assert verdicts(f"council.{context}.thing.happened.v1") == {owner: UNKNOWN_TYPE.code}


@pytest.mark.parametrize("event_type", ["", "council", "nonsense", "council..thing"])
def test_type_without_a_context_is_parked_by_reporting(event_type):
    assert verdicts(event_type) == {"reporting": UNKNOWN_TYPE.code}


def test_new_version_of_a_handled_type_is_an_unknown_type():
    unknown = {"applications": UNKNOWN_TYPE.code}
    assert verdicts("council.forms.application.received.v2") == unknown


def test_handled_type_is_a_missing_binding_of_each_service_that_handles_it():
    assert verdicts("council.forms.application.received.v1") == {
        "applications": MISSING_BINDING.code,
        "notifications": MISSING_BINDING.code,
    }


def test_handled_type_of_anothers_context_is_no_business_of_the_contexts_owner():
    assert verdicts("council.casework.concern.raised.v1") == {"schools": MISSING_BINDING.code}


def test_handled_pattern_counts_as_its_types():
    assert verdicts("council.schools.school.registered.v1") == {"reporting": MISSING_BINDING.code}
