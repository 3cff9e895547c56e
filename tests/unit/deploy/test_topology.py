"""The topology is one declared thing, and the file that production loads says the same."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from attain import topology
from chassis.messaging import topology as names


def test_the_file_and_the_code_say_the_same(root: Path) -> None:
    """`make docs` writes it anew."""
    assert (root / "deploy/rabbitmq/definitions.json").read_text() == topology.rendered()


def test_nobody_can_log_in_with_what_is_committed() -> None:
    assert {user["password_hash"] for user in topology.definitions()["users"]} == {""}


def test_a_password_is_stored_as_rabbitmq_checks_it() -> None:
    raw = base64.b64decode(topology.password_hash("secret"))
    assert raw[4:] == hashlib.sha256(raw[:4] + b"secret").digest()


@pytest.mark.parametrize("user", [*topology.SERVICES, *topology.SYSTEMS])
def test_everybody_speaks_in_their_own_name_only(user: str) -> None:
    permissions = topology.definitions()["topic_permissions"]
    allowed = next(each["write"] for each in permissions if each["user"] == user)
    for other in (*topology.SERVICES, *topology.SYSTEMS):
        speaks = re.search(allowed, f"council.{other}.thing.happened.v1") is not None
        assert speaks == (other == user)


@pytest.mark.parametrize("service", topology.SERVICES)
def test_a_service_configures_nothing_and_reads_its_own_queues(service: str) -> None:
    permissions = topology.definitions()["permissions"]
    own = next(each for each in permissions if each["user"] == service)
    assert own["configure"] == "^$"
    readable = [q["name"] for q in topology.queues() if re.search(own["read"], q["name"])]
    assert readable == [names.inbox_queue(service), names.parked_queue(service)]


@pytest.mark.parametrize("service", topology.SERVICES)
def test_every_inbox_is_bound_to_what_its_service_consumes(service: str) -> None:
    bound = {
        binding["routing_key"]
        for binding in topology.bindings()
        if binding["destination"] == names.inbox_queue(service)
    }
    assert bound == set(topology.consumed(service)) != set()


def test_reporting_alone_has_one_active_consumer() -> None:
    alone = {q["name"] for q in topology.queues() if "x-single-active-consumer" in q["arguments"]}
    assert alone == {"reporting.inbox"}


def test_every_intake_type_reaches_an_inbox(root: Path) -> None:
    """A contract without a consumer would be an event that nobody hears."""
    contracts = (root / "services").glob("*/contracts/intake/*.schema.json")
    types = {path.name.removesuffix(".schema.json") for path in contracts}
    bound = {binding["routing_key"] for binding in topology.bindings()}
    assert types
    assert types <= bound


def test_the_definitions_are_json_without_surprises() -> None:
    loaded = json.loads(topology.rendered())
    assert loaded["vhosts"] == [{"name": "council"}]
    assert {exchange["name"] for exchange in loaded["exchanges"]} == {
        names.EVENTS,
        names.REJECTIONS,
        names.UNROUTED,
    }
