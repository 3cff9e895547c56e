"""The contracts of the types that a service owns: what a payload breaks, field by field."""

import orjson
import pytest

from chassis.contracts.package_files import package_folder
from chassis.contracts.schemas import IntakeContracts

SERVICES = ("schools", "applications", "notifications")
WITHDRAWN = "council.forms.application.withdrawn.v1"
CANARY = "canary@example.org"


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
        wrong = schema["examples"][0] | {name: {CANARY: [CANARY]}}
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
    assert len(types) == len(set(types)) == 19


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
