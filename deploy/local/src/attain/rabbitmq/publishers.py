"""The publishing systems on the broker: those of the topology, and those that were added."""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from attain.errors import AttainError
from chassis.messaging.definitions import definitions
from chassis.messaging.topology import OPERATOR, SERVICES, SYSTEMS, USERS, rejected_queue

MODEL = SYSTEMS[0]  # an added publisher has the same permissions for its own context
NAME = re.compile(r"[a-z][a-z0-9]{1,29}")
USER_LISTS = {"users": "name", "permissions": "user", "topic_permissions": "user"}


class PublisherError(AttainError):
    """A publisher that cannot be added, changed or removed."""


def publishers(passwords: Collection[str]) -> list[str]:
    """The publishers among the users that have a password."""
    return [user for user in passwords if user not in {*SERVICES, OPERATOR}]


def check_known(name: str, passwords: Collection[str]) -> None:
    """Raise PublisherError unless it is a publisher."""
    known = publishers(passwords)
    if name not in known:
        raise PublisherError(
            f"There is no publisher called {name}. The publishers are {', '.join(known)}."
        )


def check_new(name: str, passwords: Collection[str]) -> None:
    """Raise PublisherError unless a publisher can have this name."""
    if name in passwords or name in {*SERVICES, OPERATOR}:
        raise PublisherError(f"There is already a user called {name}.")
    if not NAME.fullmatch(name):
        raise PublisherError(
            f"{name} cannot be a publisher's name: use 2 to 30 lower-case letters and digits, "
            "beginning with a letter. It is the second word of its event types."
        )


def broker_definitions(passwords: Mapping[str, str]) -> dict[str, Any]:
    """RabbitMQ's definitions with these users; a system without a password is left out."""
    absent = {user for user in USERS if user not in passwords}
    declared = definitions({**dict.fromkeys(absent, ""), **passwords})
    for part, key in USER_LISTS.items():
        declared[part] = [each for each in declared[part] if each[key] not in absent]
    for name in passwords:
        if name not in USERS:
            _add(declared, name, definitions({**dict.fromkeys(USERS, ""), MODEL: passwords[name]}))
    return declared


def _add(declared: dict[str, Any], name: str, own: dict[str, Any]) -> None:
    """Everything that the model publisher has, under another name."""
    queue = rejected_queue(MODEL)
    for part, key in {**USER_LISTS, "queues": "name", "bindings": "destination"}.items():
        for each in own[part]:
            if each[key] in {MODEL, queue}:
                declared[part].append(_renamed(each, name))


def _renamed(entry: dict[str, Any], name: str) -> dict[str, Any]:
    """The password's hash is kept as it is: it may contain the name by chance."""
    text = json.dumps({key: value for key, value in entry.items() if key != "password_hash"})
    renamed = json.loads(re.sub(rf"\b{MODEL}\b", name, text))
    return {key: renamed.get(key, entry[key]) for key in entry}
