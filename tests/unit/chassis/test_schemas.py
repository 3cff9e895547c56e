"""The contracts of the types that a service owns: what a payload breaks, field by field."""

from dataclasses import replace
from datetime import UTC, datetime

import orjson
import pytest

from chassis.contracts.event import Event
from chassis.contracts.package_files import package_folder
from chassis.contracts.schemas import IntakeContracts
from chassis.contracts.sentences import PATTERNS
from chassis.contracts.subjects import mismatch, subject_fields
from chassis.contracts.texts import trimmed

SERVICES = ("schools", "applications", "notifications")
WITHDRAWN = "council.forms.application.withdrawn.v1"
CANARY = "canary@example.org"
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def contracts():
    for service in SERVICES:
        for path in sorted((package_folder(service, "contracts") / "intake").glob("*.schema.json")):
            yield pytest.param(service, path, id=path.name.removesuffix(".schema.json"))


@pytest.mark.parametrize(("service", "path"), list(contracts()))
def test_the_contracts_own_examples_keep_the_contract(service, path):
    event_type = path.name.removesuffix(".schema.json")
    examples = orjson.loads(path.read_bytes())["examples"]
    assert examples
    for example in examples:
        assert IntakeContracts(service).reasons(event_type, example) == []


@pytest.mark.parametrize(("service", "path"), list(contracts()))
def test_every_field_that_is_missing_is_named(service, path):
    event_type = path.name.removesuffix(".schema.json")
    schema = orjson.loads(path.read_bytes())
    reasons = IntakeContracts(service).reasons(event_type, {})
    told = " ".join(reason.message for reason in reasons)
    for name in schema["required"]:
        assert f"The field {name} is missing" in told


@pytest.mark.parametrize(("service", "path"), list(contracts()))
def test_a_value_of_the_wrong_type_is_named_and_not_shown(service, path):
    event_type = path.name.removesuffix(".schema.json")
    schema = orjson.loads(path.read_bytes())
    for name in schema["required"]:
        is_object = schema["properties"][name].get("type") == "object"
        wrong = schema["examples"][0] | {name: [CANARY] if is_object else {CANARY: [CANARY]}}
        reasons = IntakeContracts(service).reasons(event_type, wrong)
        assert any(f"The field {name}" in reason.message for reason in reasons)
        assert CANARY not in str(reasons)


def test_a_place_deep_inside_is_named():
    contract = IntakeContracts("applications")
    event_type = "council.forms.application.received.v1"
    path = package_folder("applications", "contracts") / "intake" / f"{event_type}.schema.json"
    form = orjson.loads(path.read_bytes())["examples"][0]
    form["milestones"][0]["amount_pence"] = "many"
    [reason] = contract.reasons(event_type, form)
    assert reason.message.startswith("The field milestones[0].amount_pence ")


def test_fields_that_the_contract_does_not_know_are_ignored():
    contract = IntakeContracts("applications")
    data = {
        "form_reference": "FORM-1",
        "reason": "x",
        "withdrawn_at": "2026-11-02T09:00:00Z",
        "new": 1,
    }
    assert contract.reasons(WITHDRAWN, data) == []


def test_a_text_of_one_line_holds_no_line_break():
    contract = IntakeContracts("applications")
    data = {"form_reference": "FORM-1\n", "reason": "x", "withdrawn_at": "2026-11-02T09:00:00Z"}
    [reason] = contract.reasons(WITHDRAWN, data)
    assert "form_reference" in reason.message


def test_each_type_has_one_owner():
    types = [path.name for _, path in (param.values for param in contracts())]
    assert len(types) == len(set(types)) > 0


@pytest.mark.parametrize(
    "instant",
    [
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "2026-02-30T00:00:00Z",
        "2026-10-16T12:00:00",
        "2026-10-16 12:00:00Z",
        "2026-W42-5T12:00:00Z",
    ],
)
def test_an_instant_that_cannot_be_reckoned_with_is_named(instant):
    withdrawal = {"form_reference": "FORM-1", "reason": "x", "withdrawn_at": instant}
    [reason] = IntakeContracts("applications").reasons(WITHDRAWN, withdrawal)
    assert "The field withdrawn_at must be a valid date-time" in reason.message


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "20261016"])
def test_a_day_that_cannot_be_reckoned_with_is_named(day):
    kind = "council.finance.payment.made.v1"
    payment = {"payment_reference": "BACS-1", "award": "G-2026-0001", "milestone": 1}
    payment |= {"amount_pence": 1, "paid_on": day}
    [reason] = IntakeContracts("applications").reasons(kind, payment)
    assert "The field paid_on must be a valid date" in reason.message


FORM = "council.forms.application.received.v1"


def form(**contact):
    path = package_folder("applications", "contracts") / "intake" / f"{FORM}.schema.json"
    example = orjson.loads(path.read_bytes())["examples"][0]
    return example | {"contact": example["contact"] | contact}


@pytest.mark.parametrize(
    "address",
    ["\u200bjo@example.org", "jo@example.org\u00a0", "jo@example.org ", "\ufeff jo@example.org"],
)
def test_invisible_characters_at_the_ends_of_an_address_are_removed(address):
    whole = trimmed(form(email=address))
    assert whole["contact"]["email"] == "jo@example.org"
    assert IntakeContracts("applications").reasons(FORM, whole) == []


def test_line_end_is_not_removed_from_the_ends_of_a_text():
    assert trimmed({"a": [" x\n", "\u202ey"]}) == {"a": ["x\n", "\u202ey"]}


@pytest.mark.parametrize("value", ["jo@exam\u200bple.org", "jo\u00ad@example.org"])
def test_invisible_character_inside_an_address_is_named(value):
    [reason] = IntakeContracts("applications").reasons(FORM, form(email=value))
    assert reason.message.startswith("The field contact.email holds an invisible character (U+")
    assert reason.message.endswith("): remove it.")


@pytest.mark.parametrize(
    "address", ["office@münchen-schule.example", "jo@straße.example", "o'neil+x@sub.example.org"]
)
def test_address_with_an_international_domain_is_accepted(address):
    assert IntakeContracts("applications").reasons(FORM, form(email=address)) == []


@pytest.mark.parametrize(
    "address", ["x", "jo@example", "jo bell@example.org", "jo@-a.org", "@a.org", "jo@a..org"]
)
def test_address_that_is_none_gets_one_reason_in_words(address):
    [reason] = IntakeContracts("applications").reasons(FORM, form(email=address))
    assert reason.message == (
        "The field contact.email must be a valid e-mail address, such as jo.bell@example.org."
    )


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u2028", "U+2028 line separator"),
        ("\u0085", "U+0085 control character"),
        ("\u202e", "U+202E right-to-left override"),
        ("\u2067", "U+2067 right-to-left isolate"),
        ("\n", "U+000A control character"),
    ],
)
def test_text_of_one_line_with_a_hidden_character_is_refused_and_the_character_named(
    character, name
):
    [reason] = IntakeContracts("applications").reasons(FORM, form(name=f"Jo{character}Bell"))
    assert reason.message == (
        f"The field contact.name holds an invisible character ({name}): remove it."
    )


def test_leap_second_in_the_data_is_named_as_such():
    data = {"form_reference": "F-1", "reason": "x", "withdrawn_at": "2016-12-31T23:59:60Z"}
    [reason] = IntakeContracts("applications").reasons(WITHDRAWN, data)
    assert "is in a leap second" in reason.message


def schemas():
    return [orjson.loads(path.read_bytes()) for _, path in (each.values for each in contracts())]


def patterns(schema):
    """Every pattern that a schema holds, however deep."""
    if isinstance(schema, list):
        return {found for each in schema for found in patterns(each)}
    if not isinstance(schema, dict):
        return set()
    own = {schema["pattern"]} if isinstance(schema.get("pattern"), str) else set()
    return own.union(*(patterns(each) for each in schema.values()))


def test_every_pattern_of_the_contracts_is_said_in_words():
    assert patterns(schemas()) <= PATTERNS.keys()


def test_every_contract_says_which_field_is_the_subject():
    for schema in schemas():
        assert set(subject_fields(schema)) <= set(schema["properties"])


@pytest.mark.parametrize(("service", "path"), list(contracts()))
def test_subject_other_than_the_reference_in_the_data_is_refused(service, path):
    schema = orjson.loads(path.read_bytes())
    data = schema["examples"][0]
    field = next(name for name in subject_fields(schema) if data.get(name))
    event = Event("1", "urn", path.name.removesuffix(".schema.json"), data[field], NOW, data)
    assert IntakeContracts(service).refuses(event) == []
    [reason] = IntakeContracts(service).refuses(replace(event, subject="other"))
    assert reason.code == "subject-mismatch"
    assert f"the {field} in the data" in reason.message


def test_subject_may_be_the_second_reference_where_the_first_is_missing():
    fields = ("notice", "urn")
    assert mismatch("111632", {"notice": None, "urn": "111632"}, fields) == []
    [reason] = mismatch("111632", {"notice": "WN-1", "urn": "111632"}, fields)
    assert "the notice in the data" in reason.message
