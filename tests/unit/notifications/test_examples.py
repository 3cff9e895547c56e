"""docs/messages.md shows every message as it is sent."""

from pathlib import Path

import pytest

from notifications.examples import examples, index

DOCS = Path(__file__).parents[3] / "docs"
FOUND = list(examples())


def test_page_of_messages_is_in_step_with_rules_and_templates():
    assert (DOCS / "messages.md").read_text("utf-8") == index(FOUND), "run make docs"


@pytest.mark.parametrize(
    "example", FOUND, ids=lambda each: f"{each.rule.event if each.rule else ''}-{each.template}"
)
def test_every_row_has_its_example_with_the_reference_in_its_subject(example):
    assert example.rendered.subject
    assert example.reference in example.rendered.subject


def test_html_of_every_message_is_in_step_and_nothing_else_lies_beside_it():
    last = {each.template: each.rendered.html for each in FOUND}
    pages = {page.stem: page.read_text("utf-8") for page in (DOCS / "messages").glob("*.html")}
    assert pages == last, "run make docs"
