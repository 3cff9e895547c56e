"""What notifications reads and publishes, held against the examples of both sides."""

import json
from pathlib import Path
from typing import Any

import pytest

from chassis.contracts.package_files import package_folder
from notifications.consumers import inbox
from notifications.events import EVENTS
from notifications.examples import example_of

OWNERS = ("schools", "applications", "notifications")


def examples_of(event_type: str) -> list[dict[str, Any]]:
    """A publisher's own examples: an intake schema's, or the file beside a service."""
    for owner in OWNERS:
        contracts = package_folder(owner, "contracts")
        schema = contracts / "intake" / f"{event_type}.schema.json"
        if schema.is_file():
            return list(json.loads(schema.read_text())["examples"])
    return [example_of(event_type)]


@pytest.mark.parametrize("event_type", sorted(inbox.handlers))
def test_every_event_that_we_read_fits_the_model_that_reads_it(event_type: str) -> None:
    model = inbox.handlers[event_type].model
    for example in examples_of(event_type):
        model.model_validate(example)
        model.model_validate(example | {"something_new": {"nobody": "knows"}})


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.event_type)
def test_every_event_that_we_publish_is_what_its_example_shows(event: Any) -> None:
    path = package_folder("notifications", "contracts") / "events" / f"{event.event_type}.json"
    example = json.loads(path.read_text())
    published = event.model_validate(example)
    assert published.model_dump(mode="json") == example
    assert "@" not in json.dumps(example).replace("partner@form", "")


def test_the_directorys_schema_is_a_copy_to_the_byte(shared: Path) -> None:
    name = "council.directory.person.updated.v1.schema.json"
    ours = package_folder("notifications", "contracts") / "intake" / name
    assert ours.read_bytes() == (shared / "contracts" / "intake" / name).read_bytes()


def test_an_event_that_tells_of_a_failure_is_read_by_its_own_publisher() -> None:
    [example] = examples_of("council.notifications.notification.failed.v1")
    handler = inbox.handlers["council.notifications.notification.failed.v1"]
    assert handler.model.model_validate(example).model_dump()["about"] == "A-2026-0001"
