"""The publishers in the broker's definitions, and the names that they can have."""

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from attain.commands import publisher
from attain.rabbitmq.publishers import (
    PublisherError,
    broker_definitions,
    check_known,
    check_new,
    publishers,
)
from attain.settings import credentials
from attain.settings.folder import DataFolder, read_json, write_json
from attain.settings.plan import SQLITE, Plan
from chassis.messaging.definitions import definitions
from chassis.messaging.topology import SERVICES, SYSTEMS, USERS

PASSWORDS = {user: f"secret-{user}" for user in USERS}


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A stack that is stopped."""
    made = DataFolder.at(tmp_path / "data")
    made.make()
    write_json(made.plan, asdict(Plan({}, SQLITE)))
    credentials.load_or_make(made)
    return made


def users(passwords: dict[str, str]) -> set[str]:
    return {user["name"] for user in broker_definitions(passwords)["users"]}


def without_hashes(declared: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in declared.items() if key != "users"}


def test_definitions_without_changes_are_those_of_the_topology() -> None:
    assert without_hashes(broker_definitions(PASSWORDS)) == without_hashes(definitions(PASSWORDS))
    assert users(PASSWORDS) == set(USERS)


def test_system_without_a_password_has_no_user_and_no_permissions() -> None:
    left = {user: word for user, word in PASSWORDS.items() if user != "finance"}
    declared = broker_definitions(left)
    named = {each.get("user", each.get("name")) for each in declared["permissions"]}
    named |= {each["user"] for each in declared["topic_permissions"]}
    assert "finance" not in users(left) | named
    assert len(users(left)) == len(USERS) - 1


def test_added_publisher_gets_a_user_a_queue_and_its_own_context() -> None:
    declared = broker_definitions({**PASSWORDS, "library": "secret"})
    [topic] = [each for each in declared["topic_permissions"] if each["user"] == "library"]
    assert re.search(topic["write"], "council.library.book.lent.v1")
    assert not re.search(topic["write"], "council.forms.application.received.v1")
    [permission] = [each for each in declared["permissions"] if each["user"] == "library"]
    assert re.search(permission["read"], "library.rejected")
    assert not re.search(permission["read"], "forms.rejected")
    [binding] = [each for each in declared["bindings"] if each["destination"] == "library.rejected"]
    assert binding["routing_key"] == "library"
    hashes = {user["name"]: user["password_hash"] for user in declared["users"]}
    assert len(hashes["library"]) == len(hashes["forms"])
    assert hashes["library"] != hashes["forms"]


def test_services_and_the_operator_are_no_publishers() -> None:
    assert publishers(PASSWORDS) == list(SYSTEMS)
    for user in (*SERVICES, "operator", "nobody"):
        with pytest.raises(PublisherError, match="The publishers are forms"):
            check_known(user, PASSWORDS)


@pytest.mark.parametrize("name", ["forms", "schools", "operator"])
def test_name_that_is_in_use_cannot_be_added(name: str) -> None:
    with pytest.raises(PublisherError, match="already"):
        check_new(name, PASSWORDS)


@pytest.mark.parametrize("name", ["", "x", "Library", "a.b", "a-b", "1st", "a" * 31, "#", "a b"])
def test_name_that_cannot_be_a_context_is_refused(name: str) -> None:
    with pytest.raises(PublisherError, match="lower-case letters"):
        check_new(name, PASSWORDS)


def test_change_to_a_stopped_stack_is_kept_for_its_next_start(folder: DataFolder) -> None:
    before = credentials.load_or_make(folder)
    publisher.rotate(folder, "finance")
    publisher.add(folder, "library")
    publisher.remove(folder, "results")
    after = credentials.load_or_make(folder)
    assert after.passwords["finance"] != before.passwords["finance"]
    assert after.passwords["forms"] == before.passwords["forms"]
    kept = {user["name"] for user in read_json(folder.definitions)["users"]}
    assert kept == set(after.passwords) == {*USERS, "library"} - {"results"}


def test_broker_of_somebody_else_is_left_alone(folder: DataFolder) -> None:
    write_json(folder.plan, asdict(Plan({}, SQLITE, "amqp://elsewhere/")))
    before = credentials.load_or_make(folder)
    with pytest.raises(PublisherError, match="ATTAIN_AMQP_URL"):
        publisher.rotate(folder, "finance")
    assert credentials.load_or_make(folder) == before
