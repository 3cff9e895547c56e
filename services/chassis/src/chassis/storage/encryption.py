"""Encrypts what a service keeps with its key, and opens it again: events and sealed columns."""

import base64
from typing import Any

import orjson
from cryptography.fernet import InvalidToken, MultiFernet

from chassis.contracts.event import Delivery
from chassis.settings import keys_in


class Cipher:
    """Seals bytes with the service's key. The first key seals; every key opens.

    Keep what it seals in a column of the type `Sealed`, so that `key rotate` finds it.
    """

    def __init__(self, key: str) -> None:
        self._newest, *_ = keys = keys_in(key)
        self._any = MultiFernet(keys)

    def seal(self, content: bytes) -> bytes:
        """The content, encrypted with the first key."""
        return self._newest.encrypt(content)

    def open(self, sealed: bytes) -> bytes:
        """The content as it was. Raises ValueError where it was sealed with another key."""
        try:
            return self._any.decrypt(sealed)
        except InvalidToken:
            raise _other_key() from None

    def is_newest(self, sealed: bytes) -> bool:
        """Whether the first key sealed it."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def reseal(self, sealed: bytes) -> bytes:
        """The same content, sealed with the first key. Raises ValueError as `open` does."""
        try:
            return self._any.rotate(sealed)
        except InvalidToken:
            raise _other_key() from None


class Bodies:
    """Seals deliveries into bytes for the inbox table and opens them again."""

    def __init__(self, key: str) -> None:
        self._cipher = Cipher(key)

    def seal(self, delivery: Delivery) -> bytes:
        """The whole delivery, so that a replay goes through every check again."""
        kept = {
            "routing_key": delivery.routing_key,
            "headers": {name: _plain(value) for name, value in delivery.headers.items()},
            "content_type": delivery.content_type,
            "body": base64.b64encode(delivery.body).decode(),
        }
        return self._cipher.seal(orjson.dumps(kept))

    def open(self, sealed: bytes) -> Delivery:
        """The delivery as it arrived. Raises ValueError where it was sealed with another key."""
        kept = orjson.loads(self._cipher.open(sealed))
        body = base64.b64decode(kept["body"])
        return Delivery(kept["routing_key"], kept["headers"], kept["content_type"], body)


def _other_key() -> ValueError:
    return ValueError("it was sealed with another key")


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else str(value)
