"""An application that was deferred and decided again converges too, whatever comes first."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from integration.applications.desk import SCHOOLS
from integration.applications.test_convergence import CONDITIONS, Journey, play
from support import funding
from support.repetitions import repetitions

MEETING = "LDT-2026-12"
DEFERRED: Journey = [
    *(("school", funding.a_school(urn)) for urn in SCHOOLS[:4]),
    ("panel", funding.a_panel()),
    ("round", funding.a_round()),
    ("form", funding.a_hub()),
    ("interest", funding.an_interest()),
    *(("review", funding.a_review(person)) for person in ("p-2001", "p-2002")),
    ("decision", funding.a_decision(outcome="deferred", awarded_pence=0)),
    ("release", funding.a_release()),
    ("interest", funding.an_interest(person="p-1005", declared_at="2026-11-20T10:00:00Z")),
    (
        "decision",
        funding.a_decision(
            meeting={"reference": MEETING, "held_on": "2026-12-03"},
            recorded_at="2026-12-03T17:00:00Z",
            outcome="approved-with-conditions",
            conditions=CONDITIONS,
        ),
    ),
    ("release", funding.a_release(meeting=MEETING, released_at="2026-12-04T09:00:00Z")),
    ("answer", funding.an_answer(meeting=MEETING, answered_at="2026-12-10T09:00:00Z")),
    ("condition", funding.a_condition_met(found_at="2026-12-05T10:00:00Z")),
]


@settings(
    max_examples=repetitions(5, 40),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(st.permutations(range(len(DEFERRED))))
async def test_a_deferred_application_converges(order: list[int]) -> None:
    assert await play(order, DEFERRED) == await play(journey=DEFERRED)
