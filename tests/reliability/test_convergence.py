"""Any order and any duplication of a journey's events leaves every store in the same state."""

import asyncio
import random
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

import attain.sample
from applications.store import ApplicationRow
from applications.views import officer
from notifications.store import NoticeRow
from reporting.reports.funding import funding_report
from reporting.reports.pipeline import pipeline_report
from reporting.reports.report import snapshot
from reporting.reports.schools import schools_report
from schools.domain.files import File
from schools.store.tables import ConcernRow, InspectionRow, SchoolRow
from schools.use_cases.importing import import_extract
from support import funding
from support.funding import Payload
from support.sea import NOW, Sea

HUB, DEVELOPING, LATE = "FORM-HUB", "FORM-DEVELOPING", "FORM-LATE"
SCHOOLS = ("900001", "900002", "900003", "900005")
VOTES = [{"person": f"p-100{seat}", "vote": "for"} for seat in (1, 2, 4)]
SAMPLE = Path(attain.sample.__file__).parent / "register-2025.csv"
PARTNERS = [funding.a_partner(urn) for urn in SCHOOLS[1:]]

pytestmark = pytest.mark.timeout(600)
Said = tuple[str, str, Payload]


def register() -> File:
    """The sample's rows of four open schools."""
    lines = SAMPLE.read_bytes().splitlines(keepends=True)
    wanted = [line for line in lines[1:] if line[:6].decode() in SCHOOLS]
    assert len(wanted) == len(SCHOOLS)
    return File(SAMPLE.name, b"".join([lines[0], *wanted]))


def journey() -> Iterator[Said]:
    """What needs no reference of ours."""
    yield "council.casework.panel.appointed.v1", "LDT", funding.a_panel()
    yield "council.casework.round.opened.v1", "2026-AUT", funding.a_round()
    for person, role in (("p-1001", "school-improvement-officer"), ("p-1091", "headteacher")):
        data = {"person": person, "name": person, "email": f"{person}@example.org"}
        roles = [{"role": role, "scope": "*"}]
        event = data | {"active": True, "roles": roles}
        yield "council.directory.person.updated.v1", person, event
    forms = [
        funding.a_hub(form_reference=HUB, lead_school=SCHOOLS[0], partners=PARTNERS),
        funding.a_developing_school(form_reference=DEVELOPING, lead_school=SCHOOLS[1]),
        funding.a_developing_school(
            form_reference=LATE,
            lead_school=SCHOOLS[2],
            submitted_at="2026-10-16T12:00:00+01:00",
        ),
    ]
    for form in forms:
        yield "council.forms.application.received.v1", form["form_reference"], form
    yield "council.forms.application.withdrawn.v1", DEVELOPING, funding.a_withdrawal(DEVELOPING)
    inspection = {
        "urn": SCHOOLS[0],
        "framework": "section-5-graded",
        "inspected_on": "2024-03-10",
        "published_on": "2024-04-21",
        "overall": "Good",
    }
    yield "council.inspections.inspection.published.v1", SCHOOLS[0], inspection
    concern = {
        "urn": SCHOOLS[1],
        "concern": "SC-2026-0042",
        "kind": "governance",
        "severity": "medium",
        "summary": "Four vacancies",
        "raised_at": "2026-09-30T08:45:00+01:00",
        "restricted": True,
    }
    yield "council.casework.concern.raised.v1", SCHOOLS[1], concern


def react(event_type: str, data: Payload) -> Iterator[Said]:
    """What casework, forms and finance say once they know our reference; in any order too."""
    if event_type.endswith("application.submitted.v1") and data["form_reference"] == HUB:
        ref = data["application"]
        yield "council.casework.interest.declared.v1", ref, funding.an_interest(ref, nature="none")
        for reviewer in ("p-1003", "p-1009"):
            yield "council.casework.review.recorded.v1", ref, funding.a_review(reviewer, ref)
        decision = funding.a_decision(ref, votes=VOTES)
        yield "council.casework.decision.recorded.v1", ref, decision
        yield "council.casework.decision.released.v1", ref, funding.a_release(ref)
        yield "council.forms.offer.answered.v1", ref, funding.an_answer(ref)
    if event_type.endswith("award.made.v1"):
        award = data["award"]
        yield "council.forms.milestone.evidenced.v1", award, funding.some_evidence(award)
        yield "council.casework.milestone.assessed.v1", award, funding.an_assessment(award)
        yield "council.finance.payment.made.v1", "BACS-884213", funding.a_payment(award)


async def ended(seed: int, folder: Path) -> dict[str, Any]:
    """The final state of every store after one order of arrival."""
    sea = Sea(folder, random.Random(seed))
    await sea.open()
    try:
        for number, said in enumerate(journey()):
            sea.publish(f"intake-{number}", *said)
        await import_extract(sea.services["schools"], register())
        await sea.collect("schools", react)
        await sea.settle(react)
        assert await sea.unsettled() == []
        return _nameless(await _state(sea))
    finally:
        await sea.close()


async def _state(sea: Sea) -> dict[str, Any]:
    state: dict[str, Any] = {}
    async with sea.services["applications"].store.reading() as session:
        rows = sorted(await session.exec(select(ApplicationRow)), key=lambda r: r.form_reference)
        state["names"] = {row.application: row.form_reference for row in rows}
        state["applications"] = [await officer.application(session, r.application) for r in rows]
    async with snapshot(sea.services["reporting"].store) as session:
        for report in (funding_report, pipeline_report, schools_report):
            found = await report(session, NOW)
            state[found.name] = found.figures
    async with sea.services["notifications"].store.reading() as session:
        notices = await session.exec(select(NoticeRow))
        state["told"] = sorted([n.event_type, n.template, n.reference] for n in notices)
    async with sea.services["schools"].store.reading() as session:
        for table in (SchoolRow, InspectionRow, ConcernRow):
            rows = [row.model_dump(mode="json") for row in await session.exec(select(table))]
            state[table.__tablename__] = sorted(rows, key=str)
    return state


def _nameless(state: dict[str, Any]) -> dict[str, Any]:
    """Apart from the numbers in our references, which follow the order of arrival."""
    text = orjson.dumps(state, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    for reference, form in state["names"].items():
        text = text.replace(reference, f"[{form}]")
    text = re.sub(r"\b(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22})\b", "[id]", text)
    return dict(_in_order(orjson.loads(text)))


def _in_order(value: Any) -> Any:
    """Lists follow our numbers or the order of arrival: here they are sets."""
    if isinstance(value, dict):
        return {key: _in_order(each) for key, each in value.items()}
    return sorted(map(_in_order, value), key=str) if isinstance(value, list) else value


def final_state(seed: int) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        return asyncio.run(ended(seed, Path(folder)))


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    state = final_state(0)
    [autumn] = state["funding"]["rounds"]
    assert (autumn["committed_pence"], autumn["paid_pence"]) == (2_500_000, 833_333)
    assert autumn["applications"]["ineligible"] == autumn["applications"]["withdrawn"] == 1
    return state


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(min_value=1, max_value=1 << 30))
def test_every_store_ends_the_same_whatever_the_order(expected: dict[str, Any], seed: int) -> None:
    assert final_state(seed) == expected
