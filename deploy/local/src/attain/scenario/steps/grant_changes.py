"""The fields of the events in a grant's life that neither the example nor the facts give."""

from attain.scenario import calendar as days
from attain.scenario.facts import Data, Facts
from attain.scenario.people import APPEAL_COUNCIL, APPEAL_TEACHING, DIRECTOR
from attain.scenario.projects import Project
from attain.scenario.steps.funding_changes import decision


def appeal(example: Data, facts: Facts, project: Project) -> Data:
    """Against the first meeting's decision."""
    return {"meeting": facts.calendar.meeting}


def other_members(example: Data, facts: Facts, project: None) -> Data:
    """Who decides the appeal did not vote on the first decision."""
    own = {"council": APPEAL_COUNCIL, "teaching-school": APPEAL_TEACHING}
    members = [
        {**member, "person": own[member["seat"]].id, "schools": []}
        for member in example["members"]
        if member["seat"] in own
    ]
    return {"members": members, "quorum": {"fraction": "2/5", "seats_required": list(own)}}


def appeal_decision(example: Data, facts: Facts, project: Project) -> Data:
    """Both are for the application: the appeal is upheld."""
    return {
        **decision(example, facts, project),
        "about": "appeal",
        "appealed_meeting": facts.calendar.meeting,
        "meeting": {
            "reference": facts.calendar.appeal_meeting,
            "held_on": facts.calendar.date(days.APPEAL_MET),
        },
        "outcome": "approved",
        "awarded_pence": project.upheld_pence,
        "reasons": "Annex B shows the evidence.",
        "votes": [{"person": each.id, "vote": "for"} for each in (APPEAL_COUNCIL, APPEAL_TEACHING)],
    }


def appeal_release(example: Data, facts: Facts, project: Project) -> Data:
    """Of the meeting that decided the appeal."""
    return {"meeting": facts.calendar.appeal_meeting, "released_by": DIRECTOR.id}


def novation(example: Data, facts: Facts, project: Project) -> Data:
    """The award moves to the academy that its lead school became."""
    known = facts.of(project)
    return {
        "reference": known["award"],
        "from_urn": known["lead_school"],
        "successor": known["successor"],
        "consented_on": facts.calendar.date(days.TODAY),
    }


def payment_to_successor(example: Data, facts: Facts, project: Project) -> Data:
    """The milestone that was accepted while the award was suspended."""
    today = facts.calendar.date(days.TODAY)
    return {"amount_pence": project.first_payment_pence, "paid_on": today}


def findings(example: Data, facts: Facts, project: Project) -> Data:
    """Presented in public, and free to be published."""
    return {
        "presented_on": facts.calendar.date(days.ENDED),
        "consent_to_publish": True,
        "open_to_public": True,
        "audience": 60,
    }


def recovery(example: Data, facts: Facts, project: Project) -> Data:
    """All that is claimed comes back."""
    return {
        "recovery_reference": f"REC-{facts.calendar.stamp}-{project.number}",
        "amount_pence": project.recover_pence,
        "received_on": facts.calendar.date(days.ENDED),
    }
