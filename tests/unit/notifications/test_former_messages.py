"""Mails that an earlier release queued go out after an upgrade."""

import pytest

from notifications.examples import example_of
from notifications.incoming import Inspection, MilestoneStep, OfferMade, ReleasedDecision
from notifications.texts.letterhead import LOOKING_AGAIN, Letterhead
from notifications.texts.render import Reader, Rendered, render

APPLICATIONS = "council.applications."
LETTERHEAD = Letterhead("Programme", "The council", "01642 000000", LOOKING_AGAIN, None)
SCHOOLS = {"900151": "Sunnyside Primary School", "151369": "Newport Primary School"}


def rendered(template: str, facts: dict) -> Rendered:
    return render(
        template,
        facts,
        Reader("Jo Bell", "contact"),
        reference="A-2026-0001",
        schools=SCHOOLS,
        letterhead=LETTERHEAD,
    )


def facts_of(model, event: str, *without: str, **changes) -> dict:
    """The facts of an event's example, less those that the earlier release did not keep."""
    facts = model.model_validate(example_of(event) | changes).facts
    return {name: value for name, value in facts.items() if name not in without}


@pytest.mark.parametrize("outcome", ["approved", "declined", "deferred"])
def test_decision_is_told_with_its_reasons_to_everybody(outcome):
    event = APPLICATIONS + "decision.released.v1"
    facts = facts_of(ReleasedDecision, event, outcome=outcome, reasons="Fair cost.")
    words = rendered("decision-released", facts)
    assert "Decision on the application" in words.subject
    assert outcome in words.text.lower()
    assert "Fair cost." in words.text


def test_overdue_milestone_is_told_to_officers():
    facts = facts_of(MilestoneStep, APPLICATIONS + "milestone.overdue.v1")
    words = rendered("milestone-overdue-officers", facts)
    assert words.subject.startswith("Newport Primary School: evidence for milestone 1 is overdue")


def test_former_message_inside_a_digest_is_told_too():
    facts = facts_of(MilestoneStep, APPLICATIONS + "milestone.overdue.v1")
    item = {"template": "milestone-overdue-officers", "facts": facts, "reference": "G-2026-0001"}
    assert "10 working days late" in " ".join(rendered("digest", {"items": [item]}).text.split())


def test_offer_without_the_reasons_that_its_decision_told():
    missing = ("reasons", "conditions", "milestones")
    facts = facts_of(OfferMade, APPLICATIONS + "offer.made.v1", *missing)
    assert rendered("offer-to-answer", facts).subject.startswith("Accept or decline your offer")


def test_inspection_without_the_name_of_its_school():
    event = "council.schools.inspection.recorded.v1"
    facts = facts_of(Inspection, event, "name", "la_code")
    words = rendered("inspection-published", facts)
    assert "Sunnyside Primary School" in words.subject
    assert "review the support" in words.text


def test_rejected_event_that_was_told_alone():
    facts = {
        "event_id": "casework-2026-0815",
        "event_type": "council.casework.decision.recorded.v1",
        "event_source": "urn:council:casework",
        "reasons": [{"code": "not-carried", "message": "An approval needs more votes for it."}],
        "overdue": False,
        "replayable": True,
    }
    words = rendered("event-rejected", facts)
    assert "An approval needs more votes for it." in words.text
    assert "casework-2026-0815" in words.text
