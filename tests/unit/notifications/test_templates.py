"""What a message may do, and what it may not."""

import json
import re

import pytest
from jinja2 import TemplateError

from notifications.examples import example_of
from notifications.incoming import MilestoneStep, Support
from notifications.texts.letterhead import LOOKING_AGAIN, Letterhead
from notifications.texts.render import TEMPLATES, Reader, render

LETTERHEAD = Letterhead(
    sender_name="School improvement programme",
    council="Middlesbrough Council",
    contact="Jo Marsh, 01642 000000",
    looking_again=LOOKING_AGAIN,
    form_url="https://forms.example/funding",
)
APPLICATION = {
    "form_reference": "FORM-1",
    "title": "Maths <script>alert(1)</script>",
    "category": "learning-hub",
    "theme": None,
    "round": "2026-AUT",
    "lead_school": "151369",
    "partners": [{"urn": "111632"}],
    "requested_pence": 3000000,
    "submitted_at": "2026-10-16T10:59:59.900000Z",
}


def rendered(template: str, facts: dict, role: str = "contact", name: str | None = "Jo Bell"):
    return render(
        template,
        facts,
        Reader(name, role),
        reference="A-2026-0001",
        schools={"151369": "Newport Primary School"},
        letterhead=LETTERHEAD,
        journey_url="https://attain.example/journeys/A-2026-0001",
    )


def test_what_an_applicant_wrote_is_text_and_never_markup():
    words = rendered("new-application", APPLICATION)
    assert "<script>" not in words.html
    assert "&lt;script&gt;" in words.html
    assert "<script>" in words.text


@pytest.mark.parametrize("character", ["\u2028", "\x85", "\u202e"])
def test_hidden_character_in_a_title_ends_no_line_and_turns_no_text(character):
    words = rendered("new-application", APPLICATION | {"title": f"Maths{character}Pay here: x"})
    assert "Maths Pay here: x" in words.text
    assert "Maths Pay here: x" in words.html
    assert character not in words.subject + words.text + words.html


def test_a_school_is_called_by_its_name_where_we_know_it():
    words = rendered("new-application", APPLICATION)
    assert "Newport Primary School (URN 151369)" in words.text
    assert "URN 111632" in words.text


def test_only_staff_are_shown_the_way_to_the_journey():
    assert "https://attain.example" not in rendered("application-received", APPLICATION).html
    officers = rendered("new-application", APPLICATION, role="school-improvement-officer")
    assert 'href="https://attain.example/journeys/A-2026-0001"' in officers.html
    assert "https://attain.example/journeys/A-2026-0001" in officers.text


def test_a_mailbox_is_greeted_without_a_name():
    assert rendered("application-received", APPLICATION, name=None).text.startswith("Hello,\n")


def test_a_missing_fact_fails_instead_of_leaving_a_gap():
    with pytest.raises(TemplateError):
        rendered("application-received", {})


def test_every_table_says_what_it_is_to_a_screen_reader():
    html = rendered("application-received", APPLICATION).html
    for table in re.findall(r"<table.*?>", html, flags=re.DOTALL):
        assert 'role="presentation"' in table or 'scope="row"' in html


def test_a_page_names_its_language_and_has_one_first_heading():
    html = rendered("application-received", APPLICATION).html
    assert '<html lang="en-GB">' in html
    assert html.count("<h1") == 1
    assert "<title>We have received your application &#34;Maths" in html


DECLINED = {
    "outcome": "declined",
    "awarded_pence": 0,
    "reasons": "Too few\nschools.",
    "conditions": [],
}


def test_declined_applicant_is_thanked_and_told_why_and_how_to_have_it_looked_at_again():
    words = rendered("application-declined", APPLICATION | DECLINED)
    for said in ("Thank you for applying", "Too few\nschools.", LETTERHEAD.contact):
        assert said in words.text
        assert said in words.html
    assert " ".join(words.text.split()).find(LOOKING_AGAIN) > 0


def test_declined_applicant_is_told_until_when_to_appeal():
    words = rendered(
        "application-declined", APPLICATION | DECLINED | {"appeal_by": "2026-12-05T00:00:00Z"}
    )
    for said in (words.text, words.html):
        assert "You can appeal until" in said
        assert "the end of 4 December 2026" in said


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("upheld", "We send you the offer in another email"),
        ("upheld-unfunded", "The fund has no money left for it now"),
        ("dismissed", "This ends your appeal"),
    ],
)
def test_appellant_is_told_what_became_of_the_appeal_and_why(outcome, said):
    facts = {"outcome": outcome, "meeting": "LDT-2026-11", "reasons": "Annex B shows the need."}
    words = rendered("appeal-decided", APPLICATION | facts)
    for text in (" ".join(words.text.split()), " ".join(words.html.split())):
        assert said in text
        assert "Annex B shows the need." in text


OFFER = {
    "outcome": "approved-with-conditions",
    "awarded_pence": 2500000,
    "answer_by": "2026-12-06T00:00:00Z",
    "reasons": "Meets need.",
    "conditions": [{"code": "COND-1", "text": "Send a revised budget", "due": "2027-01-22"}],
    "milestones": [{"number": 1, "title": "Start", "due": "2027-01-29", "amount_pence": 833333}],
}


def test_offer_is_one_message_with_the_decision_its_conditions_its_milestones_and_the_form():
    words = rendered("offer-to-answer", APPLICATION | OFFER)
    for said in (
        "£25,000",
        "Meets need.",
        "Send a revised budget by 22 January 2027 (condition COND-1)",
        "1: Start, by 29 January 2027, £8,333.33",
        "https://forms.example/funding",
    ):
        assert said in words.text
        assert said in words.html


def test_offer_of_an_earlier_version_is_sent_without_what_it_does_not_say():
    words = rendered("offer-to-answer", APPLICATION | OFFER | EARLIER)
    assert "the end of 5 December 2026" in words.text
    assert "Reasons" not in words.text


EARLIER = {"reasons": None, "conditions": [], "milestones": []}


def test_late_applicant_is_not_told_to_send_another_form_to_a_closed_round():
    late = {"reasons": [{"code": "late", "message": "You were late."}]}
    few = {"reasons": [{"code": "too-few-schools", "message": "Too few schools."}]}
    words = rendered("application-ineligible", APPLICATION | late).text
    assert "send a new form" not in words
    assert "this round has closed" in words
    again = rendered("application-ineligible", APPLICATION | few).text
    assert "send a new form" in " ".join(again.split())


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.jinja")), ids=lambda path: path.stem)
def test_every_message_names_the_council_and_whom_to_ask(path):
    if path.stem != "shared":
        assert path.read_text().startswith("{% extends layout %}")
    words = rendered("application-received", APPLICATION)
    for body in (words.text, words.html):
        assert LETTERHEAD.council in body
        assert LETTERHEAD.contact in body


def test_name_with_a_link_is_greeted_as_an_applicant_and_its_title_is_inert(shared):
    case = json.loads((shared / "cases" / "f08_contact_name_is_a_link.json").read_text())
    facts = APPLICATION | {"title": case["title"]}
    words = rendered("application-received", facts, name=case["contact"]["name"])
    assert words.text.startswith("Dear applicant,\n")
    for said in (words.subject, words.text, words.html):
        assert "http:" not in said
        assert "evil.example" not in said
    assert "Visit evil. example to claim your grant" in words.subject


def test_restricted_concern_is_told_without_its_kind_and_severity():
    school = {"urn": "111632", "name": "Acklam Whin Primary School", "concern": "SC-1"}
    facts = school | {"restricted": True, "kind": "safeguarding", "severity": "medium"}
    words = rendered("concern-recorded", facts, role="school-improvement-officer")
    for said in (words.subject, words.text, words.html):
        assert "afeguarding" not in said
        assert "edium" not in said


def test_other_school_that_gives_support_does_not_learn_of_the_case():
    facts = support_event("arranged")
    assert facts["case"] == "C-2026-0007"
    words = rendered("support-arranged", facts, role="headteacher")
    assert "C-2026-0007" not in words.subject + words.text + words.html


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "ended. Its last day was 26 March 2027"),
        ({"cancelled": True, "ended_on": "2026-12-01"}, "was cancelled"),
        ({"ended_on": "2026-12-31"}, "because the school closed on 31 December 2026"),
    ],
)
def test_officers_learn_why_support_ended(changes, says):
    words = rendered("support-ended", support_event("ended") | changes)
    assert says in " ".join(words.text.split())


def support_event(what: str) -> dict:
    return Support.model_validate(example_of(f"council.schools.support.{what}.v1")).facts


def milestone_reminder(template: str, state: str, late: int | None):
    """A reminder of the first milestone, in that state."""
    kind = "overdue" if late else "due-soon"
    facts = example_of(f"council.applications.milestone.{kind}.v1") | {"working_days_late": late}
    facts["milestones"][0]["state"] = state
    return rendered(template, MilestoneStep.model_validate(facts).facts)


@pytest.mark.parametrize(
    ("template", "late", "subject", "words"),
    [
        ("milestone-due-soon", None, "Send new evidence for", "We returned your evidence"),
        ("milestone-overdue", 10, "New evidence for", "have not received new evidence"),
        ("milestone-reminder", 10, "Newport Primary School: new evidence", "was returned"),
    ],
)
def test_evidence_that_was_returned_is_not_reminded_of_as_if_it_had_never_come(
    template, late, subject, words
):
    returned = milestone_reminder(template, "returned", late)
    flat = " ".join(returned.text.split())
    assert returned.subject.startswith(subject)
    assert words in flat
    assert "We have not received your evidence" not in flat
    assert words not in " ".join(milestone_reminder(template, "due", late).text.split())


def test_reminder_from_before_we_kept_the_state_of_a_milestone_is_still_written():
    facts = MilestoneStep.model_validate(
        example_of("council.applications.milestone.overdue.v1")
    ).facts
    for each in facts["milestones"]:
        del each["state"]
    assert "We have not received your evidence" in rendered("milestone-overdue", facts).text
