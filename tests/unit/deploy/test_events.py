"""What `attain publish` reads, and how it goes over the wire."""

import json
from pathlib import Path

import pytest

from attain.publish.events import STRUCTURED, UnreadableError, bare, read

FORM = "council.forms.application.withdrawn.v1"
WITHDRAWAL = {"form_reference": "FORM-1", "reason": "gone", "withdrawn_at": "2026-01-01T00:00:00Z"}
WHOLE = {
    "specversion": "1.0",
    "id": "1",
    "source": "urn:council:forms",
    "type": FORM,
    "subject": "FORM-1",
    "time": "2026-01-01T00:00:00Z",
    "datacontenttype": "application/json",
    "data": WITHDRAWAL,
}


def test_a_structured_event_goes_as_it_is() -> None:
    (event,) = read(json.dumps(WHOLE), system="forms", event_type=None, subject=None)
    assert event.content_type == STRUCTURED
    assert json.loads(event.body) == WHOLE
    assert (event.id, event.type) == ("1", FORM)


def test_each_line_may_be_an_event() -> None:
    lines = "\n".join(json.dumps({**WHOLE, "id": str(n)}) for n in range(3)) + "\n\n"
    events = read(lines, system="forms", event_type=None, subject=None)
    assert [event.id for event in events] == ["0", "1", "2"]


def test_bare_data_gets_an_envelope_with_its_subject() -> None:
    (event,) = read(json.dumps(WITHDRAWAL), system="forms", event_type=FORM, subject=None)
    assert event.headers["ce-subject"] == "FORM-1"
    assert event.headers["ce-source"] == "urn:council:forms"
    assert json.loads(event.body) == WITHDRAWAL


def test_a_line_that_is_not_json_is_named() -> None:
    with pytest.raises(UnreadableError, match="Line 2"):
        read('{"a": 1}\n{"a": ', system="forms", event_type=FORM, subject="x")


def test_an_event_without_a_type_asks_for_one() -> None:
    with pytest.raises(UnreadableError, match="--type"):
        read(json.dumps(WITHDRAWAL), system="forms", event_type=None, subject=None)


def test_every_intake_contract_has_a_subject_that_can_be_found(root: Path) -> None:
    contracts = list((root / "services").glob("*/contracts/intake/*.schema.json"))
    assert contracts
    for contract in contracts:
        schema = json.loads(contract.read_text())
        event_type = contract.name.removesuffix(".schema.json")
        event = bare(event_type.split(".")[1], event_type, schema["examples"][0])
        assert event.headers["ce-subject"] in schema["examples"][0].values()
