"""Kept bodies: what waits or is parked is encrypted at rest with the service's key."""

import base64
from typing import Any

import orjson
from cryptography.fernet import Fernet, InvalidToken

from chassis.delivery import Delivery


class Bodies:
    """Seals deliveries into bytes for the inbox table and opens them again."""

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(key)

    def seal(self, delivery: Delivery) -> bytes:
        """The whole delivery, so that a replay goes through every check again."""
        kept = {
            "routing_key": delivery.routing_key,
            "headers": {name: _plain(value) for name, value in delivery.headers.items()},
            "content_type": delivery.content_type,
            "body": base64.b64encode(delivery.body).decode(),
        }
        return self._fernet.encrypt(orjson.dumps(kept))

    def open(self, sealed: bytes) -> Delivery:
        """Raises ValueError where the key is not the one it was sealed with."""
        try:
            kept = orjson.loads(self._fernet.decrypt(sealed))
        except InvalidToken:
            raise ValueError("the kept body was sealed with another key") from None
        body = base64.b64decode(kept["body"])
        return Delivery(kept["routing_key"], kept["headers"], kept["content_type"], body)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else str(value)
