"""Who logs in to the broker, and what each of them may do there."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from chassis.messaging.topology import EVENTS

SERVICES = ("schools", "applications", "notifications", "reporting")
SYSTEMS = ("forms", "casework", "finance", "inspections", "directory", "results")
OPERATOR = "operator"
USERS = (*SERVICES, *SYSTEMS, OPERATOR)


def password_hash(password: str) -> str:
    """As RabbitMQ stores it: a salt of four bytes, then SHA-256 of salt and password."""
    salt = secrets.token_bytes(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def user(name: str, passwords: Mapping[str, str] | None) -> dict[str, Any]:
    """Nobody can log in with an empty hash."""
    return {
        "name": name,
        "password_hash": password_hash(passwords[name]) if passwords else "",
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": ["monitoring"] if name == OPERATOR else [],
    }


def permission(user: str) -> dict[str, Any]:
    """A service and a publisher configure nothing, and read their own queues only."""
    if user == OPERATOR:
        return {"user": user, "configure": ".*", "write": ".*", "read": ".*"}
    if user in SERVICES:
        return {
            "user": user,
            "configure": "^$",
            "write": r"^council\.(events|rejections)$",
            "read": rf"^{user}\.(inbox|parked)$",
        }
    return {
        "user": user,
        "configure": "^$",
        "write": r"^council\.events$",
        "read": rf"^{user}\.rejected$",
    }


def topic_permission(user: str) -> dict[str, Any]:
    """A context publishes its own facts and nobody else's."""
    return {
        "user": user,
        "exchange": EVENTS,
        "write": rf"^council\.{user}\.[^.]+\..+$",
        "read": "^$",
    }
