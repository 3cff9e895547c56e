"""Which addresses we write to, and how one is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.domain.addresses import deliverable, masked, same_address
from notifications.mail.ascii_address import ascii_domain


@pytest.mark.parametrize(
    "address",
    ["jo.bell@example.org", "o'neil+school@sub.example.org", "jörg@example.org", "a@exämple.org"],
)
def test_ordinary_addresses_are_written_to(address):
    assert deliverable(address)


@pytest.mark.parametrize(
    "address",
    [
        "jo>NOTIFY=NEVER<@example.org",
        "jo bell@example.org",
        "jo@example.org\r\nRCPT TO:<all@example.org>",
        "jo@example.org,all@example.org",
        '"jo"@example.org',
        "<jo@example.org>",
        "jo@example",
        "jo@-example.org",
        "jo@@example.org",
        "x" * 65 + "@example.org",
        "jo@" + "x." * 130 + "org",
        "",
    ],
)
def test_addresses_that_could_say_more_than_an_address_are_not(address):
    assert not deliverable(address)


@given(st.text())
def test_nothing_deliverable_can_end_a_header_or_a_command(text):
    address = f"{text}@example.org"
    if deliverable(address):
        assert not set(address) & set('\r\n\0 <>,;:"\\()[]\u2028\u2029\x85')


def test_addresses_are_compared_without_case():
    assert same_address("Jo.Bell@Example.ORG ") == same_address("jo.bell@example.org")


def test_a_domain_of_other_letters_goes_over_the_wire_in_its_ascii_form():
    assert ascii_domain("jo@exämple.org") == "jo@xn--exmple-cua.org"
    assert ascii_domain("jo@straße.example") == "jo@xn--strae-oqa.example"  # UTS 46, not "strasse"
    assert ascii_domain("jo@example.org") == "jo@example.org"


def test_a_masked_address_can_be_recognised_and_not_written_to():
    assert masked("jo.bell@example.org") == "j…@e….org"
    assert masked("nothing") == "…"


@given(st.emails())
def test_masking_never_shows_the_whole_of_either_side(address):
    local, _, domain = address.partition("@")
    shown_local, _, shown_domain = masked(address).partition("@")
    assert shown_local == local[0] + "…"
    assert domain not in shown_domain
