"""The demonstration's parts: its schools, its events, its figures, its waiting, its trace."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from attain.publish.event_listener import EventListener, ReceivedEvent
from attain.scenario import context as running
from attain.scenario.calendar import Calendar
from attain.scenario.checks import expected_figures, gaps
from attain.scenario.context import Context, TooManyMissedError
from attain.scenario.facts import Facts, data_of
from attain.scenario.mails import EXPECTED, Mail, by_reader, missing, pounds
from attain.scenario.people import OFFICER
from attain.scenario.projects import PROJECTS
from attain.scenario.selection import NEEDED, TooFewSchoolsError, select
from attain.scenario.steps import STEPS, Expect, Publish

ACTIONS = [action for actions in STEPS.values() for action in actions]
PUBLISHED = [action for action in ACTIONS if isinstance(action, Publish)]
EFFECTS = [action for action in ACTIONS if isinstance(action, Expect)]


def schools(authority: str, number: int, first: int = 900001) -> list[dict[str, Any]]:
    named = {"la_code": authority, "name": "A primary school", "part4_maintained": True}
    return [{"urn": str(first + n), **named} for n in range(number)]


@pytest.fixture
def facts() -> Facts:
    """As if every application and award had its reference already, and schools had converted."""
    known = Facts(Calendar(datetime.now(UTC)), select(schools("806", NEEDED)))
    for project in PROJECTS:
        number = f"{project.number:04d}"
        known.learn(project, application=f"A-2026-{number}", award=f"G-2026-{number}")
        if project.novated:
            known.learn(project, successor="899999")
    return known


def test_each_lead_school_is_another_and_none_is_its_own_partner() -> None:
    chosen = select(schools("806", NEEDED))
    urns = [school["urn"] for school in chosen.leads.values()]
    assert len(set(urns)) == len(urns)
    for project in PROJECTS:
        partners = [school["urn"] for school in chosen.partners[project.number]]
        assert len(set(partners)) == len(partners) == project.partners
        assert chosen.lead(project)["urn"] not in partners


def test_correction_comes_from_the_school_that_it_corrects() -> None:
    chosen = select(schools("806", NEEDED))
    correction = next(project for project in PROJECTS if project.corrects)
    assert chosen.lead(correction) == chosen.leads[correction.corrects or 0]


def test_authority_with_enough_schools_is_found_in_any_register() -> None:
    elsewhere = [*schools("806", 3), *schools("330", NEEDED + 1, first=100001)]
    assert select(elsewhere).authority == "330"


def test_register_that_is_too_small_is_refused_in_a_sentence() -> None:
    with pytest.raises(TooFewSchoolsError, match="17 open schools"):
        select(schools("806", NEEDED - 1))


def test_money_of_the_scenario_adds_up() -> None:
    figures = expected_figures("DEMO")
    spent = figures["reserved_pence"] + figures["committed_pence"] + figures["left_pence"]
    assert spent == figures["budget_pence"]
    assert PROJECTS[0].first_payment_pence == 833_333


@pytest.mark.parametrize("action", PUBLISHED, ids=lambda action: f"{action.type}-{action.having}")
def test_published_event_agrees_with_its_contract(
    action: Publish, facts: Facts, root: Path
) -> None:
    name = f"council.{action.type}.v1.schema.json"
    (path,) = root.glob(f"services/*/contracts/intake/{name}")
    validator = jsonschema_rs.validator_for(json.loads(path.read_text()))
    assert action.projects
    for project in action.projects:
        at = facts.calendar.at(action.day, action.hour, project.number if project else 0)
        assert at < facts.calendar.now
        data = data_of(action.type, facts, project, at)
        changed = action.change(data, facts, project)
        for fields in changed if isinstance(changed, list) else [changed]:
            validator.validate({**data, **fields})


def test_form_is_the_projects_own_and_not_the_examples(facts: Facts) -> None:
    [(action, project)] = [
        (action, action.projects[0]) for action in PUBLISHED if action.having == "late"
    ]
    assert project
    at = facts.calendar.at(action.day, action.hour, project.number)
    data = data_of(action.type, facts, project, at)
    assert data["title"] == project.title
    assert data["lead_school"] == facts.selection.lead(project)["urn"]
    assert data["submitted_at"] == at.isoformat()
    assert data["research"] is not None


@pytest.mark.parametrize("action", EFFECTS, ids=lambda action: f"{action.type}-{action.having}")
def test_expected_effect_is_told_about_a_project(action: Expect, facts: Facts) -> None:
    assert action.projects
    for project in action.projects:
        text = action.text.format(**facts.of(project))
        assert "{" not in text
        assert text.endswith(".")


def context_with(*events: ReceivedEvent) -> Context:
    listener = EventListener()
    listener.events.extend(events)
    return Context(stack=None, listener=listener, publishers={})  # type: ignore[arg-type]


def event(event_type: str, **data: Any) -> ReceivedEvent:
    return ReceivedEvent("1", f"council.{event_type}.v1", "", None, data)


async def test_effect_that_leaves_a_reference_open_counts() -> None:
    context = context_with(event("schools.visit.published", visit="V-1", support=None))
    known = {"visit": "V-1", "support": "S-1"}
    assert await context.expect("schools.visit.published", "A note.", known) is not None


async def test_effect_of_another_application_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "EFFECT_SECONDS", 0.01)
    context = context_with(event("applications.offer.made", application="A-2", round="R"))
    known = {"application": "A-1", "round": "R"}
    assert await context.expect("applications.offer.made", "An offer.", known) is None
    assert [effect.seen for effect in context.effects] == [False]


async def test_effect_with_another_reason_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "EFFECT_SECONDS", 0.01)
    refused = "applications.application.ineligible"
    context = context_with(event(refused, application="A-1", reasons=[{"code": "late"}]))
    known = {"application": "A-1"}
    assert await context.expect(refused, "Late.", known, "late")
    assert await context.expect(refused, "Too few.", known, "too-few-schools") is None


async def test_scenario_ends_when_too_much_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "EFFECT_SECONDS", 0.01)
    context = context_with()
    for _ in range(running.MAX_MISSED):
        await context.expect("applications.offer.made", "An offer.", {"application": "A-1"})
    with pytest.raises(TooManyMissedError):
        await context.expect("applications.offer.made", "An offer.", {"application": "A-1"})


@pytest.mark.parametrize(("reader", "having", "fact"), EXPECTED.values(), ids=list(EXPECTED))
def test_mail_that_did_not_come_is_missing(
    facts: Facts, reader: str, having: str, fact: str
) -> None:
    everything = "\n".join(str(value) for p in PROJECTS for value in facts.of(p).values())
    sums = "\n".join(pounds(project.awarded_pence) for project in PROJECTS)
    sums += "".join(f"\noffer of {pounds(p.upheld_pence)}" for p in PROJECTS)
    sums += "".join(f"\n{pounds(p.recover_pence)} recovered, has ended early" for p in PROJECTS)
    without = missing([], facts, reader, having, fact)
    assert without
    to_all = [
        Mail(f"x{address}x", "", f"{everything}\n{sums}\ndecision.recorded") for address in without
    ]
    assert missing(to_all, facts, reader, having, fact) == []
    empty = [Mail(f"x{address}x", "", "") for address in without]
    assert missing(empty, facts, reader, having, fact) == without


def test_mails_are_counted_by_their_readers() -> None:
    to = [OFFICER.address, OFFICER.address, "office.900001@example.org", "jo.bell@example.org"]
    counted = by_reader([Mail(address, "", "") for address in to])
    assert counted == {"officers": 2, "partner schools": 1, "contacts and others": 1}


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
def test_trace_is_whole_when_it_is_one_tree_that_ends_in_a_mail(
    tmp_path: Path, spans: list[dict[str, Any]], missing: int
) -> None:
    (tmp_path / "schools.jsonl").write_text("\n".join(map(line, spans)))
    assert len(gaps(tmp_path, "t")) == missing
