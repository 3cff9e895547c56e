"""Kept bodies come back as they arrived, and nobody without the key reads them."""

from datetime import UTC, datetime

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from chassis.contracts.event import Delivery
from chassis.storage.encryption import Bodies, Cipher

KEY = Fernet.generate_key().decode()


@given(st.binary(max_size=300), st.text(max_size=40), st.none() | st.text(max_size=20))
def test_a_sealed_delivery_opens_as_it_was(body, routing_key, content_type):
    delivery = Delivery(routing_key, {"ce-id": "1", "ce-type": "é"}, content_type, body)
    assert Bodies(KEY).open(Bodies(KEY).seal(delivery)) == delivery


def test_headers_of_any_type_can_be_kept():
    odd = {"a": b"\xff", "b": [1, {"c": None}], "d": datetime.now(UTC), "e": 1.5, "f": True}
    opened = Bodies(KEY).open(Bodies(KEY).seal(Delivery("key", odd, None, b"")))
    assert set(opened.headers) == set(odd)


def test_a_sealed_body_shows_nothing_of_what_it_holds():
    sealed = Bodies(KEY).seal(Delivery("key", {"ce-subject": "FORM-1"}, None, b"anna@example.org"))
    assert b"anna" not in sealed
    assert b"FORM-1" not in sealed


def test_another_key_does_not_open_it():
    sealed = Bodies(KEY).seal(Delivery("key", {}, None, b"{}"))
    with pytest.raises(ValueError, match="sealed with another key"):
        Bodies(Fernet.generate_key().decode()).open(sealed)


def test_of_several_keys_the_first_seals_and_all_of_them_open():
    old, new = KEY, Fernet.generate_key().decode()
    delivery = Delivery("key", {}, None, b"{}")
    both = Bodies(f"{new}, {old}")
    assert both.open(Bodies(old).seal(delivery)) == delivery
    assert Bodies(new).open(both.seal(delivery)) == delivery
    assert Cipher(f"{new}, {old}").is_newest(both.seal(delivery))
    assert not Cipher(f"{new}, {old}").is_newest(Bodies(old).seal(delivery))


def test_a_body_is_sealed_anew_with_the_first_key():
    old, new = KEY, Fernet.generate_key().decode()
    delivery = Delivery("key", {}, None, b"{}")
    anew = Cipher(f"{new},{old}").reseal(Bodies(old).seal(delivery))
    assert Bodies(new).open(anew) == delivery
    with pytest.raises(ValueError, match="sealed with another key"):
        Cipher(new).reseal(Bodies(old).seal(delivery))
