"""The topology is one declared thing, and the files that hold it are in step with the code."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from attain.rabbitmq import node_settings, topology_files
from chassis.messaging import topology
from chassis.messaging.definitions import bindings, definitions, password_hash, queues
from chassis.messaging.topology import SERVICES, SYSTEMS


def bound_to(queue: str) -> set[str]:
    """The routing keys and patterns of a queue's bindings."""
    return {each["routing_key"] for each in bindings() if each["destination"] == queue}


def test_definitions_file_equals_rendered_code(root: Path) -> None:
    """`make docs` writes it anew."""
    path = root / topology_files.DEFINITIONS
    assert path.read_text() == topology_files.rendered_definitions()


def test_file_of_handled_types_equals_rendered_code() -> None:
    assert topology.HANDLED_TYPES.read_text() == topology_files.rendered_types()


def test_committed_definitions_let_nobody_log_in() -> None:
    assert {user["password_hash"] for user in definitions()["users"]} == {""}


def test_password_is_stored_as_rabbitmq_checks_it() -> None:
    raw = base64.b64decode(password_hash("secret"))
    assert raw[4:] == hashlib.sha256(raw[:4] + b"secret").digest()


@pytest.mark.parametrize("user", [*SERVICES, *SYSTEMS])
def test_publisher_may_use_its_own_context_only(user: str) -> None:
    permissions = definitions()["topic_permissions"]
    allowed = next(each["write"] for each in permissions if each["user"] == user)
    for other in (*SERVICES, *SYSTEMS):
        may = re.search(allowed, f"council.{other}.thing.happened.v1") is not None
        assert may == (other == user)


@pytest.mark.parametrize("service", SERVICES)
def test_service_configures_nothing_and_reads_its_own_queues(service: str) -> None:
    own = next(each for each in definitions()["permissions"] if each["user"] == service)
    assert own["configure"] == "^$"
    readable = [q["name"] for q in queues() if re.search(own["read"], q["name"])]
    inboxes = topology.inbox_queues(service, topology.handled_types()[service])
    assert readable == [*inboxes, f"{service}.parked", f"{service}.unrouted"]
    assert re.search(own["read"], f"{service}.inbox")  # so is the one inbox of earlier releases
    assert re.search(own["read"], "council.unrouted")  # the queue of earlier releases


@pytest.mark.parametrize("service", SERVICES)
def test_inbox_is_bound_to_what_its_service_handles(service: str) -> None:
    handled = set(topology_files.handled_by(service))
    inboxes = topology.inbox_queues(service, handled)
    assert set().union(*(bound_to(inbox) for inbox in inboxes)) == handled != set()


@pytest.mark.parametrize("service", sorted({*SERVICES} - topology.SINGLE_WRITERS))
def test_inbox_holds_the_events_of_one_publisher(service: str) -> None:
    for inbox in topology.inbox_queues(service, topology_files.handled_by(service)):
        contexts = {key.split(".")[1] for key in bound_to(inbox)}
        own = inbox.removeprefix(f"{service}.inbox.")
        ours = own in {"attain", "rejections"}
        assert contexts <= {*SERVICES} if ours else contexts == {own}


def test_rejections_have_an_inbox_of_their_own() -> None:
    inboxes = topology.inbox_queues("notifications", topology_files.handled_by("notifications"))
    rejections = [f"council.{each}.event.rejected.v1" for each in sorted(SERVICES)]
    assert [inbox for inbox, types in inboxes.items() if {*types} & {*rejections}] == [
        "notifications.inbox.rejections"
    ]


def test_single_writer_has_one_inbox_for_all() -> None:
    handled = topology_files.handled_by("reporting")
    assert list(topology.inbox_queues("reporting", handled)) == ["reporting.inbox"]


@pytest.mark.parametrize("service", sorted({*SERVICES} - topology.SINGLE_WRITERS))
def test_former_inbox_is_neither_declared_nor_bound(service: str) -> None:
    assert topology.inbox_queue(service) not in {queue["name"] for queue in queues()}
    assert bound_to(topology.inbox_queue(service)) == set()


def test_connections_and_channels_of_each_publishing_system_are_limited() -> None:
    limits = {user["name"]: user["limits"] for user in definitions()["users"]}
    for system in SYSTEMS:
        assert limits[system]["max-connections"] > 0 < limits[system]["max-channels"]
    assert all(limits[service] == {} for service in SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_unrouted_queue_is_bounded_and_bound_to_the_alternate_exchange(service: str) -> None:
    name = topology.unrouted_queue(service)
    queue = next(each for each in queues() if each["name"] == name)
    assert queue["arguments"]["x-max-length"] == topology.UNROUTED_MAX_LENGTH
    (binding,) = (each for each in bindings() if each["destination"] == name)
    assert binding["source"] == topology.UNROUTED


def test_former_unrouted_queue_is_neither_declared_nor_bound() -> None:
    assert "council.unrouted" not in {queue["name"] for queue in queues()}
    assert bound_to("council.unrouted") == set()


def test_reporting_alone_has_one_active_consumer() -> None:
    alone = {q["name"] for q in queues() if "x-single-active-consumer" in q["arguments"]}
    assert alone == {"reporting.inbox"}


def test_every_intake_type_reaches_an_inbox(root: Path) -> None:
    """A contract without a consumer would be an event that no service handles."""
    contracts = (root / "services").glob("*/contracts/intake/*.schema.json")
    types = {path.name.removesuffix(".schema.json") for path in contracts}
    assert types
    assert types <= {binding["routing_key"] for binding in bindings()}


def test_definitions_declare_one_vhost_and_three_exchanges() -> None:
    loaded = json.loads(topology_files.rendered_definitions())
    assert loaded["vhosts"] == [{"name": "council"}]
    assert {exchange["name"] for exchange in loaded["exchanges"]} == {
        topology.EVENTS,
        topology.REJECTIONS,
        topology.UNROUTED,
    }


def test_length_of_an_inbox_is_limited_by_a_policy_and_never_by_an_argument() -> None:
    (policy,) = definitions()["policies"]
    inboxes = [each for each in queues() if ".inbox" in each["name"]]
    others = [each for each in queues() if ".inbox" not in each["name"]]
    assert all(re.search(policy["pattern"], each["name"]) for each in inboxes)
    assert not any(re.search(policy["pattern"], each["name"]) for each in others)
    assert policy["definition"]["max-length"] > 0 < policy["definition"]["max-length-bytes"]
    assert not any("x-max-length" in each["arguments"] for each in inboxes)


def test_every_broker_refuses_a_message_of_more_than_one_mebibyte(root: Path, tmp_path) -> None:
    line = "max_message_size = 1048576"
    ports = node_settings.NodePorts(1, 2, 3)
    node_settings.write_configuration(tmp_path, ports, tmp_path / "definitions.json")
    assert line in (tmp_path / "rabbitmq.conf").read_text().splitlines()
    assert line in (root / "deploy/compose/rabbitmq.conf").read_text().splitlines()
