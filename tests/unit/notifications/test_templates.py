"""What a message may do, and what it may not."""

import re

import pytest
from jinja2 import TemplateError

from notifications.texts.render import FOLDER, Reader, render

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
        sender_name="School improvement programme",
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


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.html")), ids=lambda path: path.stem)
def test_every_table_says_what_it_is_to_a_screen_reader(path):
    source = path.read_text()
    for table in re.findall(r"<table[^>]*>", source):
        assert 'role="presentation"' in table or 'scope="row"' in source


def test_a_page_names_its_language_and_has_one_first_heading():
    html = rendered("application-received", APPLICATION).html
    assert '<html lang="en-GB">' in html
    assert html.count("<h1") == 1
    assert "<title>We have received your application &#34;Maths" in html


@pytest.mark.parametrize(
    ("outcome", "offered"),
    [("approved", True), ("approved-with-conditions", True), ("declined", False)],
)
def test_every_approval_says_that_an_offer_follows(outcome: str, offered: bool):
    facts = {**APPLICATION, "outcome": outcome, "awarded_pence": 1, "reasons": "Meets need."}
    words = rendered("decision-released", facts | {"conditions": []})
    assert ("What happens next" in words.text, "What happens next" in words.html) == (
        offered,
        offered,
    )
