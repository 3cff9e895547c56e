"""The demonstration's parts: who plays whom, what the figures must be, when a trace is whole."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from attain.demo import forms
from attain.demo.casting import NEEDED, TooFewSchoolsError, cast
from attain.demo.checks import expected_figures, first_payment
from attain.demo.programme import PROJECTS
from attain.demo.story import Story
from attain.demo.traces import gaps


def schools(authority: str, number: int, first: int = 900001) -> list[dict[str, Any]]:
    return [{"urn": str(first + n), "la_code": authority} for n in range(number)]


def test_every_lead_school_is_another_and_none_is_its_own_partner() -> None:
    chosen = cast(schools("806", NEEDED))
    urns = [school["urn"] for school in chosen.leads.values()]
    assert len(set(urns)) == len(urns)
    for project in PROJECTS:
        partners = [school["urn"] for school in chosen.partners[project.number]]
        assert len(set(partners)) == len(partners) == project.partners
        assert chosen.lead(project)["urn"] not in partners


def test_a_correction_comes_from_the_school_that_it_corrects() -> None:
    chosen = cast(schools("806", NEEDED))
    correction = next(project for project in PROJECTS if project.lead_of)
    assert chosen.lead(correction) == chosen.leads[correction.lead_of or 0]


def test_an_authority_with_enough_schools_is_found_anywhere() -> None:
    elsewhere = [*schools("806", 3), *schools("330", NEEDED + 1, first=100001)]
    assert cast(elsewhere).authority == "330"


def test_a_register_too_small_for_the_story_is_refused_in_a_sentence() -> None:
    with pytest.raises(TooFewSchoolsError, match="17 open schools"):
        cast(schools("806", NEEDED - 1))


def test_the_storys_money_adds_up() -> None:
    figures = expected_figures("DEMO")
    spent = figures["reserved_pence"] + figures["committed_pence"] + figures["left_pence"]
    assert spent == figures["budget_pence"]
    assert first_payment(PROJECTS[0]) == 833_333


def test_every_form_is_one_that_the_contract_takes(root: Path) -> None:
    import jsonschema_rs  # noqa: PLC0415

    name = "council.forms.application.received.v1.schema.json"
    schema = json.loads((root / "services/applications/contracts/intake" / name).read_text())
    validator = jsonschema_rs.validator_for(schema)
    chosen, story = cast(schools("806", NEEDED)), Story(datetime.now(UTC))
    for project in PROJECTS:
        validator.validate(forms.form(project, chosen, story))


def span(number: str, parent: str | None, **attributes: str) -> dict[str, Any]:
    return {
        "traceId": "t",
        "spanId": number,
        **({"parentSpanId": parent} if parent else {}),
        "name": f"span {number}",
        "kind": 1,
        "startTimeUnixNano": "1",
        "endTimeUnixNano": "2",
        "attributes": [{"key": k, "value": {"stringValue": v}} for k, v in attributes.items()],
        "links": [],
        "events": [],
        "status": {"code": 0},
    }


def line(one: dict[str, Any]) -> str:
    resource = {"attributes": []}
    return json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": [one]}]}]})


@pytest.mark.parametrize(
    ("spans", "missing"),
    [
        ([span("1", None), span("2", "1", **{"messaging.system": "smtp"})], 0),
        ([span("1", None), span("2", "9", **{"messaging.system": "smtp"})], 1),
        ([span("1", None), span("2", "1")], 1),
        ([span("1", None), span("2", None), span("3", "2")], 2),
        ([], 2),
    ],
)
def test_a_trace_is_whole_when_it_is_one_tree_that_ends_in_a_mail(
    tmp_path: Path, spans: list[dict[str, Any]], missing: int
) -> None:
    (tmp_path / "schools.jsonl").write_text("\n".join(map(line, spans)))
    assert len(gaps(tmp_path, "t")) == missing
