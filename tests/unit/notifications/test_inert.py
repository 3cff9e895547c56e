"""Text from other people becomes no link in a mail client."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.texts.inert import holds_link, inert, inert_facts

LINKED = re.compile(  # what mail clients turn into links: a scheme, www., a bare domain
    r"[a-z][a-z0-9+.-]*://|mailto:|www\.\w|[\w-]\.(?:[a-z]{2,}|xn--\w+)\b", re.IGNORECASE
)
DOMAINS = st.from_regex(r"(?:[a-z0-9-]{1,5}[.]){1,3}(?:example|com|uk|xn--p1ai)", fullmatch=True)
LINKS = st.builds(
    "".join, st.tuples(st.sampled_from(["", "http://", "HTTPS://", "www.", "mailto:a@"]), DOMAINS)
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Visit evil.example to claim", "Visit evil. example to claim"),
        ("http://evil.example/login", "evil. example/login"),
        ("hthttp://tp://evil.example", "evil. example"),
        ("(www.evil.co.uk)", "(www. evil. co. uk)"),
        ("mailto:jo@evil.example", "jo@evil. example"),
        ("evil\u3002example", "evil\u3002 example"),
        ("e.g. maths, 2.5 days, St. John's, 3 p.m.", "e.g. maths, 2.5 days, St. John's, 3 p.m."),
        ("Reading: a plan", "Reading: a plan"),
    ],
)
def test_link_is_broken_and_other_text_stays(written, shown):
    assert inert(written) == shown


@given(before=st.text(max_size=20), link=LINKS, after=st.text(max_size=20))
def test_no_text_around_a_link_keeps_it_alive(before, link, after):
    shown = inert(f"{before}{link}{after}")
    assert not LINKED.search(shown)


@given(st.text())
def test_inert_text_stays_as_it_is(text):
    assert inert(inert(text)) == inert(text)


@given(link=LINKS, name=st.text(max_size=20))
def test_name_with_a_link_in_it_is_found_out(link, name):
    assert holds_link(f"{name} {link}")


def test_facts_are_inert_but_for_the_report_and_the_type():
    facts = {
        "title": "a evil.example",
        "reasons": [{"message": "see evil.example"}],
        "report_url": "https://reports.example/1",
        "event_type": "council.forms.application.received.v1",
        "pence": 1,
    }
    shown = inert_facts(facts)
    assert shown["title"] == "a evil. example"
    assert shown["reasons"] == [{"message": "see evil. example"}]
    assert {name: shown[name] for name in ("report_url", "event_type", "pence")} == {
        name: facts[name] for name in ("report_url", "event_type", "pence")
    }
