"""An application that was declined and appealed converges too, whatever comes first."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from integration.applications.desk import SCHOOLS
from integration.applications.test_convergence import Journey, play
from support import funding
from support.repetitions import repetitions

LATER = {"reference": "LDT-2027-01", "held_on": "2027-01-14"}
ANSWER = {"answered_at": "2026-12-10T09:00:00Z", "meeting": "LDT-2026-12"}


def appealed(*after: tuple[str, dict[str, Any]], **terms: Any) -> Journey:
    """An application that was declined and appealed; then what follows."""
    return [
        *(("school", funding.a_school(urn)) for urn in SCHOOLS[:4]),
        ("panel", funding.a_panel_with_substitutes()),
        ("round", funding.a_round(**terms)),
        ("form", funding.a_hub()),
        *(("review", funding.a_review(person)) for person in ("p-2001", "p-2002")),
        ("decision", funding.a_decision(**funding.DECLINED)),
        ("release", funding.a_release()),
        ("appeal", funding.an_appeal()),
        ("interest", funding.an_interest(person="p-1005", declared_at="2026-11-21T10:00:00Z")),
        *after,
    ]


JOURNEYS: dict[str, Journey] = {
    "upheld": appealed(
        ("decision", funding.a_hearing()),
        ("release", funding.a_hearing_release()),
        ("answer", funding.an_answer(**ANSWER)),
    ),
    "dismissed": appealed(
        ("decision", funding.a_dismissal()),
        ("release", funding.a_hearing_release()),
    ),
    "upheld without money": appealed(
        ("decision", funding.a_hearing()),
        ("release", funding.a_hearing_release()),
        ("decision", funding.a_hearing(meeting=LATER, recorded_at="2027-01-14T17:00:00Z")),
        (
            "release",
            funding.a_hearing_release(
                meeting=LATER["reference"], released_at="2027-01-15T09:00:00Z"
            ),
        ),
        budget_pence=2_499_999,
    ),
}


@pytest.mark.parametrize("name", JOURNEYS)
@settings(
    max_examples=repetitions(4, 40),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(data=st.data())
async def test_an_appealed_application_converges(name: str, data: st.DataObject) -> None:
    journey = JOURNEYS[name]
    order = data.draw(st.permutations(range(len(journey))))
    again = data.draw(st.lists(st.integers(0, len(journey) - 1), max_size=4))
    assert await play([*order, *again], journey) == await play(journey=journey)
