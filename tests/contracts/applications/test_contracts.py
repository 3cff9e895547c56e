"""What the service publishes and reads, held against the examples of both sides."""

import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from applications.consumers import inbox
from applications.events import EVENTS
from chassis import OutgoingEvent

SERVICES = Path(__file__).parents[3] / "services"
EXAMPLES = SERVICES / "applications" / "contracts" / "events"
INTAKE = SERVICES / "applications" / "contracts" / "intake"
OWNED = sorted(path.name.removesuffix(".schema.json") for path in INTAKE.iterdir())


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.event_type)
def test_each_event_has_an_example_that_it_writes_itself(event: type[OutgoingEvent]) -> None:
    example = json.loads((EXAMPLES / f"{event.event_type}.json").read_text(encoding="utf-8"))
    assert event.model_validate(example).model_dump(mode="json", by_alias=True) == example


def test_there_is_no_example_of_anything_else() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == {
        f"{event.event_type}.json" for event in EVENTS
    }


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.event_type)
def test_an_unreleased_decision_is_in_no_event(event: type[OutgoingEvent]) -> None:
    example = json.loads((EXAMPLES / f"{event.event_type}.json").read_text(encoding="utf-8"))
    unreleased = {"received", "under-review", "ready-for-panel", "decided"}
    if example.get("state") in unreleased:
        assert (example["outcome"], example["awarded_pence"]) == (None, None)
    assert not {"votes", "scores", "contact"} & set(example)


@pytest.mark.parametrize("event_type", OWNED)
def test_everything_owned_is_consumed_and_its_examples_are_read(event_type: str) -> None:
    schema = json.loads((INTAKE / f"{event_type}.schema.json").read_text(encoding="utf-8"))
    model = inbox.handlers[event_type].model
    for example in schema["examples"]:
        TypeAdapter(model).validate_python(example)


@pytest.mark.parametrize("event_type", OWNED)
def test_the_owned_contracts_are_copies_of_the_shared_ones(event_type: str, shared: Path) -> None:
    name = f"{event_type}.schema.json"
    assert (INTAKE / name).read_bytes() == (shared / "contracts" / "intake" / name).read_bytes()


@pytest.mark.parametrize("event_type", sorted(set(inbox.handlers) - set(OWNED)))
def test_examples_of_other_services_are_read(event_type: str) -> None:
    published = SERVICES / "schools" / "contracts" / "events" / f"{event_type}.json"
    intake = SERVICES / "notifications" / "contracts" / "intake" / f"{event_type}.schema.json"
    if published.exists():
        examples = [json.loads(published.read_bytes())]
    else:
        examples = json.loads(intake.read_bytes())["examples"]
    for example in examples:
        TypeAdapter(inbox.handlers[event_type].model).validate_python(example)
