"""An award that ends early, what came back and what was varied converge in any order of arrival."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from integration.applications.desk import SCHOOLS
from integration.applications.test_convergence import Journey, play
from support import funding
from support.repetitions import repetitions

SECOND = "2027-06-10T10:00:00+00:00"
BEGINNING: Journey = [
    *(("school", funding.a_school(urn)) for urn in SCHOOLS[:4]),
    ("panel", funding.a_panel()),
    ("round", funding.a_round()),
    ("form", funding.a_hub()),
    *(("review", funding.a_review(person)) for person in ("p-2001", "p-2002")),
    ("decision", funding.a_decision()),
    ("release", funding.a_release()),
    ("answer", funding.an_answer()),
]
ENDING: Journey = [
    *BEGINNING,
    ("evidence", funding.some_evidence()),
    ("assessment", funding.an_assessment()),
    ("payment", funding.a_payment()),
    ("end", funding.an_end(recover_pence=0)),
    ("recovery", funding.a_recovery(received_on="2027-06-02")),
    ("recovery", funding.a_recovery(recovery_reference="REC-1", received_on="2027-05-31")),
    ("end", funding.an_end(recover_pence=0, kind="breach", ended_at="2027-06-03T10:00:00Z")),
    ("evidence", funding.some_evidence(milestone=2, submitted_at=SECOND)),
    (
        "assessment",
        funding.an_assessment(
            milestone=2, evidence_submitted_at=SECOND, assessed_at="2027-06-11T10:00:00Z"
        ),
    ),
    (
        "payment",
        funding.a_payment(
            payment_reference="BACS-2", milestone=2, amount_pence=1_250_000, paid_on="2027-06-15"
        ),
    ),
]
MOVED = {
    "about": "variation",
    "variation": "V2",
    "meeting": {"reference": "LDT-2027-01", "held_on": "2027-01-07"},
    "recorded_at": "2027-01-07T17:00:00Z",
}
REPORTED = {"until": "2027-01-15", "submitted_at": "2027-01-16T12:00:00Z"}
VARYING: Journey = [
    *BEGINNING,
    ("variation", funding.a_variation(agreed_at="2027-01-06T10:00:00Z")),
    ("decision", funding.a_decision(**MOVED)),
    (
        "variation",
        funding.a_variation(
            variation="V2",
            meeting="LDT-2027-01",
            planned_end="2028-01-31",
            replaces="V1",
            agreed_at="2027-01-08T10:00:00Z",
        ),
    ),
    ("report", funding.a_hub_report(**REPORTED)),
    ("report", funding.a_hub_report(**REPORTED | {"submitted_at": "2027-01-18T12:00:00Z"})),
]
JOURNEYS = {"ending": ENDING, "varying": VARYING}


@pytest.mark.parametrize("name", JOURNEYS)
@settings(
    max_examples=repetitions(5, 40),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.data())
async def test_ends_and_variations_converge(name: str, data: st.DataObject) -> None:
    journey = JOURNEYS[name]
    order = data.draw(st.permutations(range(len(journey))))
    again = data.draw(st.lists(st.integers(0, len(journey) - 1), max_size=4))
    assert await play([*order, *again], journey) == await play(journey=journey)
