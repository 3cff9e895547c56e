"""Who is told of what, read off the table of rules."""

import pytest

from notifications.domain.letters import LETTERS
from notifications.domain.marks import Mark
from notifications.rules import RULES, model_of, rules_for
from notifications.rules.audiences import forms_named, headteacher, operators, scopes_of
from notifications.texts.render import TEMPLATES

GOOD = {
    "overall": None,
    "judgements": {"Inclusion": "Strong standard"},
    "safeguarding": "Met",
    "history": False,
}
FAILED = {
    "reason": None,
    "template": "offer-to-answer",
    "scopes": ["la:806", "*"],
    "about": "A-2026-0001",
}


def templates(event: str, **facts) -> list[str]:
    return [rule.template for rule in rules_for(event, facts)]


def labels(event: str, template: str, **facts) -> list[list[str]]:
    """Each audience of a row, by the roles in which its readers are looked for."""
    [rule] = [each for each in rules_for(event, facts) if each.template == template]
    return [[each.label for each in audience.role_scopes] for audience in rule.audiences(facts)]


def test_every_rule_has_a_template_and_every_template_a_rule():
    written = {path.stem for path in TEMPLATES.glob("*.jinja")} - {"shared", "digest"}
    assert written == {rule.template for rule in RULES}


def test_rules_of_one_event_read_the_same_model():
    for rule in RULES:
        assert model_of(rule.event) is rule.model


def test_every_letter_is_a_message_of_the_rules():
    assert {rule.template for rule in RULES} >= LETTERS


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
    assert templates(inspection, **GOOD) == ["inspection-published"]
    assert templates(inspection, **GOOD | worse) == ["inspection-to-review"]
    assert templates(inspection, **GOOD | worse | {"history": True}) == []


def test_that_there_is_no_category_any_more_asks_for_nothing_and_history_is_not_told():
    inspection = "council.schools.inspection.recorded.v1"
    facts = GOOD | {"category_of_concern": "none"}
    assert templates(inspection, **facts) == ["inspection-published"]
    assert templates(inspection, **facts | {"history": True}) == []


def test_a_failure_is_told_of_and_a_failure_to_tell_of_it_is_not():
    failed = "council.notifications.notification.failed.v1"
    assert templates(failed, **FAILED, state="permanent-failure") == ["delivery-failed"]
    assert templates(failed, **FAILED, state="no-recipient") == ["nobody-to-tell"]
    for template in ("delivery-failed", "nobody-to-tell"):
        for state in ("permanent-failure", "no-recipient"):
            assert templates(failed, **FAILED | {"template": template}, state=state) == []


RELEASED = "council.applications.decision.released.v1"
FORM = {
    "form_reference": "F-1",
    "lead_school": "151369",
    "partners": [{"urn": "111632"}, {"urn": "134076"}],
}
PARTNERS = [
    ["partner@form:F-1:111632", "headteacher@urn:111632"],
    ["partner@form:F-1:134076", "headteacher@urn:134076"],
]
LEAD = [["contact@form:F-1"], ["headteacher@urn:151369"]]


@pytest.mark.parametrize("outcome", ["approved", "approved-with-conditions"])
def test_approval_is_told_to_partners_alone_and_its_offer_to_contact_and_head_teacher(outcome):
    assert templates(RELEASED, **FORM, outcome=outcome) == ["decision-for-partners"]
    assert labels(RELEASED, "decision-for-partners", **FORM, outcome=outcome) == PARTNERS
    assert labels("council.applications.offer.made.v1", "offer-to-answer", **FORM) == LEAD


@pytest.mark.parametrize("outcome", ["declined", "deferred"])
def test_decline_and_deferral_are_told_to_contact_head_teacher_and_partners(outcome):
    told = templates(RELEASED, **FORM, outcome=outcome)
    assert told == [f"application-{outcome}", "decision-for-partners"]
    assert labels(RELEASED, f"application-{outcome}", **FORM, outcome=outcome) == LEAD


def roles_told(event: str, **facts) -> dict[str, set[str]]:
    """The roles that get each message about an event, without their scopes."""
    known = {"round": "R", "authority": "806", **FORM, **facts}
    return {
        rule.template: {
            each.role_scopes[0].role for each in rule.audiences(known) if each.role_scopes
        }
        for rule in rules_for(event, known)
    }


SCHOOLS_AND_FINANCE = {"contact", "partner", "finance-officer"}
OFFICER, CLERK = "school-improvement-officer", "ldt-clerk"


@pytest.mark.parametrize(
    ("event", "facts", "told"),
    [
        (
            "application.held",
            {},
            {"application-held": SCHOOLS_AND_FINANCE, "successor-to-agree": {OFFICER, CLERK}},
        ),
        ("application.hold-overdue", {}, {"hold-overdue": {OFFICER, CLERK}}),
        (
            "application.resumed",
            {"novated": False},
            {"application-resumed": {*SCHOOLS_AND_FINANCE, OFFICER}},
        ),
        ("application.resumed", {"novated": True}, {}),
        ("application.novated", {}, {"application-novated": {*SCHOOLS_AND_FINANCE, OFFICER}}),
        ("consent.answered", {"answer": "refuses"}, {"partner-out": {"contact", OFFICER, CLERK}}),
        ("consent.answered", {"answer": "closed"}, {"partner-out": {"contact", OFFICER, CLERK}}),
        ("consent.answered", {"answer": "consents"}, {}),
        (
            "award.suspended",
            {},
            {
                "award-suspended": {"contact", "finance-officer"},
                "award-successor-to-agree": {OFFICER, CLERK},
            },
        ),
        ("award.suspension-overdue", {}, {"suspension-overdue": {OFFICER, CLERK}}),
        (
            "award.resumed",
            {"novated": False},
            {"award-resumed": {"contact", "finance-officer", OFFICER}},
        ),
        ("award.resumed", {"novated": True}, {}),
        ("award.novated", {}, {"award-novated": {*SCHOOLS_AND_FINANCE, OFFICER}}),
        (
            "offer.lapsed",
            {"reason": "partner-left"},
            {"offer-ended": {"contact"}, "offer-answered": {OFFICER}},
        ),
        (
            "offer.lapsed",
            {"reason": None},
            {"offer-lapsed": {"contact"}, "offer-answered": {OFFICER}},
        ),
    ],
)
def test_who_is_told_of_schools_that_close_and_of_partners_that_answer(event, facts, told):
    assert roles_told(f"council.applications.{event}.v1", **facts) == told


def test_head_teachers_and_directors_in_no_directory_are_optional_where_others_are_told_too():
    facts = {**FORM, "round": "R", "authority": "806", "outcome": "declined", "la_code": None}
    facts |= {"category_of_concern": "special-measures", "scopes": ["*"], "urn": "151369"}
    facts |= {"current": True, "withdrawn": False, "provider_urn": "111577"}
    facts |= {"current": True, "withdrawn": False, "adviser": "p-1001"}
    for rule in RULES:
        if rule.readers == (headteacher,):
            continue  # the officers are told where nobody gets it
        for audience in rule.audiences(facts):
            if {each.role for each in audience.role_scopes} <= {"headteacher", "director"}:
                assert audience.optional, rule


def test_message_for_partners_waits_for_the_form_with_their_addresses():
    [rule] = rules_for(RELEASED, {**FORM, "outcome": "approved"})
    assert forms_named(rule.audiences(FORM)) == ["F-1"]


def test_director_is_told_of_an_inspection_only_where_it_names_a_category():
    inspection = "council.schools.inspection.recorded.v1"
    school = GOOD | {"urn": "111632", "la_code": "806", "safeguarding": "Not met"}
    officers = [["school-improvement-officer@urn:111632"]]
    for nothing in (None, "none"):
        facts = school | {"category_of_concern": nothing}
        assert labels(inspection, "inspection-to-review", **facts) == officers
    facts = school | {"category_of_concern": "special-measures"}
    told = labels(inspection, "inspection-to-review", **facts)
    assert told == [*officers, ["director@urn:111632"]]


def test_rejections_go_to_the_operators_of_the_authority_and_to_those_of_all():
    [local, everywhere] = operators({"la_codes": ["806"]})
    assert (local.role_scopes[0].scopes, local.optional) == (("la:806",), True)
    assert everywhere.role_scopes[0].scopes == ("*", "la:806", "any")
    [everywhere] = operators({})
    assert everywhere.role_scopes[0].scopes == ("*", "any")


def test_a_row_that_asks_for_something_says_so_in_its_mark():
    """A choice of a digest must not delay what the reader has to do.

    Statutory messages go at once, whether they ask for something or tell.
    """
    for rule in RULES:
        if rule.mark is Mark.STATUTORY:
            continue
        source = (TEMPLATES / f"{rule.template}.jinja").read_text()
        assert (rule.mark is Mark.INFORM) == ("call todo()" not in source) or (
            rule.template == "application-declined"
        ), rule.template


def test_officers_are_looked_for_from_the_most_specific_scope_on():
    assert scopes_of({"round": "2026-AUT", "authority": "806"}) == [
        "round:2026-AUT",
        "la:806",
        "*",
    ]
    assert scopes_of({"urn": "111632", "la_code": "806"}) == ["urn:111632", "la:806", "*"]
    assert scopes_of({}) == ["*"]


SUPPORT = {"urn": "111632", "la_code": "806", "provider_urn": "111577"}


def test_arranged_support_is_told_to_the_head_teachers_of_both_schools():
    told = labels("council.schools.support.arranged.v1", "support-arranged", **SUPPORT)
    assert told == [
        ["headteacher@urn:111632", "school-improvement-officer@urn:111632"],
        ["headteacher@urn:111577", "school-improvement-officer@urn:111632"],
    ]


def test_support_of_a_provider_that_is_no_school_is_told_to_the_officers():
    facts = SUPPORT | {"provider_urn": None}
    told = labels("council.schools.support.arranged.v1", "support-arranged", **facts)
    assert told[1:] == [["school-improvement-officer@urn:111632"]]


def test_steps_and_clocks_of_a_warning_notice_are_statutory_for_officers_and_director():
    about = {"urn": "111632", "la_code": "806"}
    steps = [rule for rule in RULES if ".notice." in rule.event or ".power." in rule.event]
    assert len({rule.event for rule in steps}) == 10
    for rule in steps:
        assert rule.mark is Mark.STATUTORY, rule
        roles = [audience.role_scopes[0].role for audience in rule.audiences(about)]
        assert roles == ["school-improvement-officer", "director"]


@pytest.mark.parametrize(
    ("event", "template", "readers"),
    [
        ("appeal.received", "appeal-received", "clerk"),
        ("appeal.decided", "appeal-decided", "contact"),
        ("waiver.used", "waiver-used", "contact"),
    ],
)
def test_clerk_hears_of_an_appeal_and_the_contact_of_its_outcome_and_of_a_waiver(
    event, template, readers
):
    [rule] = rules_for(f"council.applications.{event}.v1", {})
    assert rule.template == template
    assert [each.__name__ for each in rule.readers] == [readers]
