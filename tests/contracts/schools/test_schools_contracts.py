"""What schools publishes and receives is as the files in contracts say."""

import json
from dataclasses import fields
from inspect import signature
from pathlib import Path

import pytest
from pydantic import BaseModel, TypeAdapter

from chassis.contracts.package_files import package_folder
from schools import consumers
from schools.domain.files.layout import FIELDS
from schools.events import EVENTS
from schools.events.register import SchoolRegistered
from schools.events.visits import VisitPublished

CONTRACTS = package_folder("schools", "contracts")
EXAMPLES = sorted((CONTRACTS / "events").glob("*.json"))
INTAKE = sorted((CONTRACTS / "intake").glob("*.schema.json"))
MODELS = {
    event_type: next(iter(signature(use_case).parameters.values())).annotation
    for event_type, use_case in consumers.EVENTS.items()
}


def names_of(model: type) -> set[str]:
    """The fields of the payload that a model reads."""
    if issubclass(model, BaseModel):
        return {field.alias or name for name, field in model.model_fields.items()}
    return {field.name for field in fields(model)}


def test_every_event_has_an_example_and_every_example_an_event():
    assert {path.stem for path in EXAMPLES} == {event.event_type for event in EVENTS}


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.event_type)
def test_an_example_is_what_the_event_says(event):
    data = json.loads((CONTRACTS / "events" / f"{event.event_type}.json").read_text())
    assert event.model_validate(data).model_dump(mode="json", by_alias=True) == data


def test_a_school_event_carries_everything_that_the_register_knows():
    derived = {"part4_maintained", "academy", "predecessors", "successors"}
    assert set(SchoolRegistered.model_fields) == {*FIELDS, *derived}


@pytest.mark.parametrize("path", INTAKE, ids=lambda path: path.name)
def test_what_the_schema_gives_as_an_example_is_understood(path):
    schema = json.loads(path.read_text())
    model = MODELS[path.name.removesuffix(".schema.json")]
    for example in schema["examples"]:
        TypeAdapter(model).validate_python(example)
    assert names_of(model) <= set(schema["properties"])


def test_the_schemas_are_the_councils_own(shared: Path):
    for path in INTAKE:
        assert path.read_bytes() == (shared / "contracts" / "intake" / path.name).read_bytes()


def test_schools_owns_what_it_has_a_schema_of():
    assert {path.name.removesuffix(".schema.json") for path in INTAKE} == set(MODELS)


def test_no_event_has_a_place_for_a_summary_or_a_persons_name():
    fields = {name for event in EVENTS for name in event.model_fields}
    assert not fields & {"summary", "raised_by", "rationale", "progress"}


def test_note_of_a_visit_is_in_the_event_of_its_publication_alone():
    assert [event for event in EVENTS if "note" in event.model_fields] == [VisitPublished]
