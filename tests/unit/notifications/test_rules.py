"""Who is told of what, read off the table of rules."""

import pytest

from notifications.rules import RULES, model_of, rules_for
from notifications.rules.audiences import forms_named, officers_scopes
from notifications.texts.render import FOLDER

GOOD = {"overall": None, "judgements": {"Inclusion": "Strong standard"}, "safeguarding": "Met"}
FAILED = {"template": "offer-to-answer", "scopes": ["la:806", "*"], "about": "A-2026-0001"}


def templates(event: str, **facts) -> list[str]:
    return [rule.template for rule in rules_for(event, facts)]


def test_every_rule_has_its_text_and_its_html():
    for rule in RULES:
        assert (FOLDER / f"{rule.template}.txt").is_file()
        assert (FOLDER / f"{rule.template}.html").is_file()


def test_rules_of_one_event_read_the_same_model():
    for rule in RULES:
        assert model_of(rule.event) is rule.model


def test_no_event_sends_one_template_twice():
    pairs = [(rule.event, rule.template) for rule in RULES]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize(
    "worse",
    [
        {"judgements": {"Inclusion": "Needs attention"}},
        {"judgements": {"Achievement": "Urgent improvement"}},
        {"overall": "Inadequate"},
        {"safeguarding": "Not met"},
        {"safeguarding": "Not effective"},
        {"category_of_concern": "special-measures"},
    ],
)
def test_an_inspection_below_the_expected_standard_matters_to_the_tier(worse):
    inspection = "council.schools.inspection.recorded.v1"
    assert templates(inspection, **GOOD) == []
    assert templates(inspection, **GOOD | worse) == ["inspection-published"]


def test_a_failure_is_told_of_and_a_failure_to_tell_of_it_is_not():
    failed = "council.notifications.notification.failed.v1"
    assert templates(failed, **FAILED, state="permanent-failure") == ["delivery-failed"]
    assert templates(failed, **FAILED, state="no-recipient") == ["nobody-to-tell"]
    for template in ("delivery-failed", "nobody-to-tell"):
        for state in ("permanent-failure", "no-recipient"):
            assert templates(failed, **FAILED | {"template": template}, state=state) == []


def test_a_decision_is_told_to_the_contact_the_head_teacher_and_every_partner():
    facts = {
        "form_reference": "F-1",
        "lead_school": "151369",
        "partners": [{"urn": "111632"}, {"urn": "134076"}],
    }
    [rule] = rules_for("council.applications.decision.released.v1", facts)
    audiences = rule.audiences(facts)
    assert [[each.label for each in audience.role_scopes] for audience in audiences] == [
        ["contact@form:F-1"],
        ["headteacher@urn:151369"],
        ["partner@form:F-1:111632", "headteacher@urn:111632"],
        ["partner@form:F-1:134076", "headteacher@urn:134076"],
    ]
    assert forms_named(audiences) == ["F-1"]


def test_officers_are_looked_for_from_the_most_specific_scope_on():
    assert officers_scopes({"round": "2026-AUT", "authority": "806"}) == [
        "round:2026-AUT",
        "la:806",
        "*",
    ]
    assert officers_scopes({"urn": "111632", "la_code": "806"}) == ["urn:111632", "la:806", "*"]
    assert officers_scopes({}) == ["*"]
