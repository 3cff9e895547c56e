"""Text from other people is shown without characters that end a line or turn its direction."""

import pytest

from chassis import visible
from chassis.cli.output import text
from chassis.http.html import paragraph, table

HIDDEN = ["\u2028", "\u2029", "\x85", "\x0b", "\u202e", "\u2066", "\u200b"]


@pytest.mark.parametrize("character", HIDDEN)
def test_hidden_character_is_shown_as_a_space_by_pages_and_commands(character):
    shown = visible(f"Jo{character}Bell")
    assert shown == text(f"Jo{character}Bell") == "Jo Bell"
    assert paragraph(f"Jo{character}Bell") == "<p>Jo Bell</p>"
    assert ">Jo Bell<" in table("Names", ["name"], [[f"Jo{character}Bell"]])


def test_text_of_several_lines_keeps_its_lines():
    assert visible("one\ntwo\r\n\tthree") == "one\ntwo\r\n\tthree"
