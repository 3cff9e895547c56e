"""A conversion with its novation, and partners' answers, converge in any order of arrival."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from integration.applications.test_convergence import Journey, play
from support import funding
from support.repetitions import repetitions

OLD, NEW = "111586", "151369"
PARTNERS = ("111632", "134076", "111626")


def beginning(open_date: str, **form: Any) -> Journey:
    """A hub that the old school leads, up to the release."""
    maintained = {"part4_maintained": True, "academy": False}
    return [
        *(("school", funding.a_school(urn)) for urn in PARTNERS),
        ("school", funding.a_school(OLD, **maintained)),
        ("school", funding.a_school(NEW, open_date=open_date)),
        ("panel", funding.a_panel()),
        ("round", funding.a_round()),
        ("form", funding.a_hub(lead_school=OLD, **form)),
        *(("review", funding.a_review(person)) for person in ("p-2001", "p-2002")),
        ("decision", funding.a_decision()),
        ("release", funding.a_release()),
    ]


def conversion(close_date: str) -> tuple[str, dict[str, Any]]:
    """The register names the academy that follows."""
    closed = {"status_code": "2", "close_date": close_date, "successors": [NEW]}
    school = funding.a_school(OLD, part4_maintained=True, academy=False, **closed)
    return ("converted", {**school, "successor": NEW, "changes": {}})


WITH_AN_OFFER: Journey = [
    *beginning("2026-11-09"),
    conversion("2026-11-08"),
    (
        "novation",
        funding.a_novation(
            "A-2026-0001", consented_on="2026-11-09", agreed_at="2026-11-10T10:00:00+00:00"
        ),
    ),
    ("answer", funding.an_answer()),
]
FIRST, SECOND = "2026-11-20T10:00:00+00:00", "2026-12-03T10:00:00+00:00"
WITH_AN_AWARD: Journey = [
    *beginning("2026-12-01"),
    ("answer", funding.an_answer()),
    ("evidence", funding.some_evidence(submitted_at=FIRST)),
    (
        "assessment",
        funding.an_assessment(evidence_submitted_at=FIRST, assessed_at="2026-11-21T10:00:00Z"),
    ),
    ("payment", funding.a_payment(paid_on="2026-11-25")),
    conversion("2026-11-30"),
    ("evidence", funding.some_evidence(milestone=2, submitted_at=SECOND)),
    (
        "assessment",
        funding.an_assessment(
            milestone=2, evidence_submitted_at=SECOND, assessed_at="2026-12-04T10:00:00Z"
        ),
    ),
    ("novation", funding.a_novation()),
    (
        "payment",
        funding.a_payment(
            payment_reference="BACS-2", milestone=2, amount_pence=1_250_000, paid_on="2026-12-15"
        ),
    ),
]
WITH_ANSWERS: Journey = [
    *beginning("2026-12-01", requested_pence=3_000_000)[:-4],
    ("partner", funding.a_partner_answer("134076", "consents")),
    ("partner", funding.a_partner_answer("134076", answered_at="2026-10-18T10:00:00Z")),
    (
        "partner",
        funding.a_partner_answer("134076", "consents", answered_at="2026-10-19T10:00:00Z"),
    ),
    conversion("2026-11-30"),
    ("novation", funding.a_novation("A-2026-0001")),
]
JOURNEYS = {"offer": WITH_AN_OFFER, "award": WITH_AN_AWARD, "answers": WITH_ANSWERS}


@pytest.mark.parametrize("name", JOURNEYS)
@settings(
    max_examples=repetitions(4, 30),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.data())
async def test_conversion_and_consent_converge(name: str, data: st.DataObject) -> None:
    journey = JOURNEYS[name]
    order = data.draw(st.permutations(range(len(journey))))
    again = data.draw(st.lists(st.integers(0, len(journey) - 1), max_size=4))
    assert await play([*order, *again], journey) == await play(journey=journey)
