"""Payloads of a funding round as the other council systems send them, changed at will."""

from copy import deepcopy
from typing import Any

Payload = dict[str, Any]


def changed(payload: Payload, **changes: Any) -> Payload:
    """A copy with other values."""
    return {**deepcopy(payload), **changes}


def a_school(urn: str = "151369", **changes: Any) -> Payload:
    """A school's state, as far as funding looks at it and its registered event carries it."""
    school = {
        "urn": urn,
        "name": f"School {urn}",
        "la_code": "806",
        "status_code": "1",
        "part4_maintained": False,
        "academy": True,
        "phase": "Primary",
        "phase_code": "2",
        "open_date": None,
        "close_date": None,
    }
    return changed(school, **changes)


def a_round(**changes: Any) -> Payload:
    """The contract's own round: 806, three categories, £250,000."""
    terms = {
        "round": "2026-AUT",
        "authority": "806",
        "title": "Autumn 2026 school improvement fund",
        "fund_source": "Council school improvement reserve",
        "opens_at": "2026-09-07T09:00:00+01:00",
        "deadline": "2026-10-16T12:00:00+01:00",
        "budget_pence": 25_000_000,
        "panel": "LDT",
        "categories": [
            {
                "category": "learning-hub",
                "most_per_award_pence": 4_000_000,
                "ceiling_pence": 12_000_000,
                "least_schools": 4,
            },
            {"category": "research-project", "most_per_award_pence": 1_500_000},
            {"category": "developing-school", "most_per_award_pence": 2_500_000},
        ],
        "reviews": {
            "least": 2,
            "scale": 5,
            "moderate_spread": 2,
            "criteria": [
                {"code": "need", "title": "Need and evidence", "weight": 60},
                {"code": "value", "title": "Value for money", "weight": 40},
            ],
        },
        "themes": ["english", "maths"],
        "partner_authorities": ["805"],
        "offer_days": 20,
    }
    return changed(terms, **changes)


def a_panel(**changes: Any) -> Payload:
    """Five seats; 2/5, council and teaching school required."""
    panel = {
        "panel": "LDT",
        "authority": "806",
        "title": "Local Delivery Team",
        "members": [
            {"person": "p-1001", "seat": "council", "chair": True},
            {"person": "p-1002", "seat": "teaching-school", "schools": ["111632"]},
            {"person": "p-1003", "seat": "diocese"},
            {"person": "p-1004", "seat": "national-leader-of-governance"},
            {"person": "p-1005", "seat": "multi-academy-trust", "schools": ["138711"]},
        ],
        "quorum": {"fraction": "2/5", "seats_required": ["council", "teaching-school"]},
    }
    return changed(panel, **changes)


def a_partner(urn: str, **changes: Any) -> Payload:
    """A partner that consented."""
    partner = {
        "urn": urn,
        "consented_by": "Headteacher",
        "consented_on": "2026-09-21",
        "contact_email": f"office@{urn}.example.org",
        "share_pence": 500_000,
    }
    return changed(partner, **changes)


PARTNERS = ("111632", "134076", "111626")


def a_hub(**changes: Any) -> Payload:
    """The contract's own hub: £30,000, three partners of £5,000 each."""
    form = {
        "form_reference": "FORM-2026-000123",
        "round": "2026-AUT",
        "category": "learning-hub",
        "theme": "maths",
        "title": "Tees maths mastery hub",
        "summary": "Weekly coaching and lesson study across four primaries.",
        "lead_school": "151369",
        "partners": [a_partner(urn) for urn in PARTNERS],
        "requested_pence": 3_000_000,
        "reach_schools": 12,
        "objectives": ["teaching-and-learning"],
        "planned_start": "2027-01-04",
        "planned_end": "2027-12-17",
        "milestones": [
            {"title": "Hub lead appointed", "due": "2027-01-29", "amount_pence": 1_000_000},
            {"title": "First cycle evaluated", "due": "2027-07-16", "amount_pence": 1_500_000},
            {"title": "Final evaluation", "due": "2027-12-17", "amount_pence": 500_000},
        ],
        "contact": {"name": "Jo Bell", "email": "jo.bell@example.org", "role": "Deputy head"},
        "submitted_at": "2026-10-16T11:59:59.900000+01:00",
    }
    return changed(form, **changes)


def a_research_project(**changes: Any) -> Payload:
    """The contract's own research project: £12,000."""
    return a_hub(
        **{
            "form_reference": "FORM-2026-000124",
            "category": "research-project",
            "theme": None,
            "partners": [a_partner("111632", share_pence=None)],
            "requested_pence": 1_200_000,
            "milestones": [
                {"title": "Baseline taken", "due": "2027-02-12", "amount_pence": 700_000},
                {"title": "Findings presented", "due": "2027-11-26", "amount_pence": 500_000},
            ],
            "research": {
                "question": "Does weekly retrieval practice raise scores?",
                "ethics_statement": "BERA 2024 guidelines; consent by parents.",
                "baseline": "Autumn 2026 teacher assessment",
                "findings_due": "2027-11-26",
                "areas": ["teaching"],
            },
            **changes,
        }
    )


def a_developing_school(**changes: Any) -> Payload:
    """The contract's own developing school: £20,000."""
    return a_hub(
        **{
            "form_reference": "FORM-2026-000125",
            "category": "developing-school",
            "theme": None,
            "reach_schools": None,
            "partners": [],
            "requested_pence": 2_000_000,
            "planned_end": "2027-07-20",
            "milestones": [
                {"title": "Interim lead in post", "due": "2027-01-22", "amount_pence": 1_200_000},
                {"title": "Review of impact", "due": "2027-07-09", "amount_pence": 800_000},
            ],
            "developing": {
                "criteria": ["declining-data"],
                "evidence": [
                    {
                        "criterion": "declining-data",
                        "statement": "KS2 maths 71 % to 58 %",
                        "dated": "2026-07-14",
                    }
                ],
                "improvement_objective": "KS2 maths at national by 2028",
                "horizon": "short-term",
            },
            **changes,
        }
    )


def a_withdrawal(form_reference: str = "FORM-2026-000123", **changes: Any) -> Payload:
    """The lead withdraws."""
    withdrawal = {
        "form_reference": form_reference,
        "reason": "Head of maths has left",
        "withdrawn_at": "2026-11-02T09:12:00+00:00",
    }
    return changed(withdrawal, **changes)


def a_waiver(form_reference: str = "FORM-2026-000123", **changes: Any) -> Payload:
    """An officer waives lateness: the form server was down."""
    waiver = {
        "form_reference": form_reference,
        "waives": "late",
        "reason": "The form server was down from 11:40 to 12:10.",
        "until": "2026-10-23",
        "granted_by": "p-1007",
        "granted_at": "2026-10-16T14:00:00+01:00",
    }
    return changed(waiver, **changes)


def a_novation(reference: str = "G-2026-0001", **changes: Any) -> Payload:
    """What the converted school had moves to the academy that follows it."""
    novation = {
        "reference": reference,
        "from_urn": "111586",
        "successor": "151369",
        "consented_by": "Chair of trustees",
        "consented_on": "2026-12-09",
        "agreed_by": "p-1007",
        "agreed_at": "2026-12-10T10:00:00+00:00",
    }
    return changed(novation, **changes)


def a_partner_answer(urn: str = "134076", answer: str = "refuses", **changes: Any) -> Payload:
    """A partner's own word."""
    said = {
        "form_reference": "FORM-2026-000123",
        "urn": urn,
        "answer": answer,
        "role": "Headteacher",
        "answered_at": "2026-10-17T10:00:00+01:00",
        "reason": "",
    }
    return changed(said, **changes)


def a_person(person: str = "p-1004", *roles: str, **changes: Any) -> Payload:
    """The directory's word on somebody; a role is written `headteacher@urn:151369`."""
    held = [dict(zip(("role", "scope"), role.split("@"), strict=True)) for role in roles]
    known = {
        "person": person,
        "name": f"Person {person}",
        "email": f"{person}@council.example",
        "active": True,
        "roles": held,
    }
    return changed(known, **changes)


def an_interest(application: str = "A-2026-0001", **changes: Any) -> Payload:
    """The teaching school's member is a governor of the lead."""
    interest = {
        "application": application,
        "person": "p-1002",
        "nature": "governor-or-trustee",
        "declared_at": "2026-10-20T10:00:00+01:00",
    }
    return changed(interest, **changes)


def a_review(reviewer: str, application: str = "A-2026-0001", **changes: Any) -> Payload:
    """Someone scores both criteria."""
    review = {
        "application": application,
        "reviewer": reviewer,
        "scores": [
            {"criterion": "need", "score": 4, "justification": "Clear evidence"},
            {"criterion": "value", "score": 3, "justification": "Fair cost"},
        ],
        "recorded_at": "2026-10-27T16:20:00+00:00",
    }
    return changed(review, **changes)


def an_assignment(application: str = "A-2026-0001", *reviewers: str, **changes: Any) -> Payload:
    """An officer asks two people to score by 30 October."""
    assignment = {
        "application": application,
        "reviewers": list(reviewers or ("p-2001", "p-2002")),
        "due": "2026-10-30",
        "assigned_by": "p-1006",
        "assigned_at": "2026-10-19T09:00:00+01:00",
    }
    return changed(assignment, **changes)


def a_moderation(application: str = "A-2026-0001", **changes: Any) -> Payload:
    """The reviewers agree on a score for both criteria."""
    moderation = {
        "application": application,
        "scores": [{"criterion": "need", "score": 3}, {"criterion": "value", "score": 2}],
        "note": "Need lowered: the baseline is weak.",
        "moderated_by": "p-1008",
        "moderated_at": "2026-11-02T14:00:00+00:00",
    }
    return changed(moderation, **changes)


def a_meeting(*items: str, **changes: Any) -> Payload:
    """A meeting in December, its papers six clear working days before."""
    meeting = {
        "meeting": "LDT-2026-12",
        "panel": "LDT",
        "held_on": "2026-12-10",
        "starts_at": "2026-12-10T15:00:00+00:00",
        "items": list(items),
        "papers_by": "2026-12-01",
        "scheduled_by": "p-1006",
        "scheduled_at": "2026-10-20T09:00:00+01:00",
        "cancelled": False,
    }
    return changed(meeting, **changes)


def a_decision(application: str = "A-2026-0001", **changes: Any) -> Payload:
    """The panel approves £25,000: council and governance for, trust abstains."""
    decision = {
        "application": application,
        "meeting": {"reference": "LDT-2026-11", "held_on": "2026-11-05"},
        "outcome": "approved",
        "awarded_pence": 2_500_000,
        "reasons": "Meets need; scope reduced to two cycles.",
        "conditions": [],
        "votes": [
            {"person": "p-1001", "vote": "for"},
            {"person": "p-1004", "vote": "for"},
            {"person": "p-1005", "vote": "abstain"},
        ],
        "recorded_by": "p-1006",
        "recorded_at": "2026-11-05T17:05:00+00:00",
    }
    return changed(decision, **changes)


DECLINED: Payload = {  # council and governance against, trust abstains
    "outcome": "declined",
    "awarded_pence": 0,
    "votes": [
        {"person": "p-1001", "vote": "against"},
        {"person": "p-1004", "vote": "against"},
        {"person": "p-1005", "vote": "abstain"},
    ],
}


def a_release(application: str = "A-2026-0001", **changes: Any) -> Payload:
    """A second officer releases it."""
    release = {
        "application": application,
        "meeting": "LDT-2026-11",
        "authorised_under": "Scheme of delegation 4.12, Director of Children's Services",
        "released_by": "p-1007",
        "released_at": "2026-11-06T09:00:00+00:00",
    }
    return changed(release, **changes)


def a_panel_with_substitutes(**changes: Any) -> Payload:
    """The panel with a substitute for each seat that an appeal needs others for."""
    panel = a_panel()
    panel["members"][0]["substitutes"] = ["p-1011"]
    panel["members"][3]["substitutes"] = ["p-1014"]
    return changed(panel, **changes)


def an_appeal(application: str = "A-2026-0001", **changes: Any) -> Payload:
    """The applicant appeals, in time."""
    appeal = {
        "application": application,
        "meeting": "LDT-2026-11",
        "grounds": "The panel did not have the evidence in annex B.",
        "received_at": "2026-11-20T10:00:00+00:00",
    }
    return changed(appeal, **changes)


def a_hearing(application: str = "A-2026-0001", **changes: Any) -> Payload:
    """The next meeting upholds the appeal: the substitutes, and nobody who voted before."""
    voters = ("p-1011", "p-1002", "p-1014")
    hearing = a_decision(
        application,
        about="appeal",
        appealed_meeting="LDT-2026-11",
        meeting={"reference": "LDT-2026-12", "held_on": "2026-12-03"},
        votes=[{"person": person, "vote": "for"} for person in voters],
        recorded_at="2026-12-03T17:00:00+00:00",
    )
    return changed(hearing, **changes)


def a_dismissal(application: str = "A-2026-0001", **changes: Any) -> Payload:
    """The next meeting dismisses the appeal."""
    votes = [{**each, "vote": "against"} for each in a_hearing()["votes"]]
    dismissal = {"outcome": "declined", "awarded_pence": 0, "votes": votes}
    return a_hearing(application, **{**dismissal, **changes})


def a_hearing_release(application: str = "A-2026-0001", **changes: Any) -> Payload:
    """The council releases the decision on the appeal."""
    released = {"meeting": "LDT-2026-12", "released_at": "2026-12-04T09:00:00+00:00"}
    return a_release(application, **{**released, **changes})


def an_answer(application: str = "A-2026-0001", **changes: Any) -> Payload:
    """The school accepts."""
    answer = {
        "application": application,
        "meeting": "LDT-2026-11",
        "answer": "accepted",
        "signatory": {"name": "Sam Hart", "role": "Headteacher"},
        "answered_at": "2026-11-12T14:00:00+00:00",
    }
    return changed(answer, **changes)


def a_condition_met(application: str = "A-2026-0001", **changes: Any) -> Payload:
    """An officer finds the first condition met."""
    found = {
        "application": application,
        "code": "COND-1",
        "note": "Revised budget received",
        "found_by": "p-1008",
        "found_at": "2026-11-20T10:00:00+00:00",
    }
    return changed(found, **changes)


def some_evidence(award: str = "G-2026-0001", **changes: Any) -> Payload:
    """Evidence for the first milestone."""
    evidence = {
        "award": award,
        "milestone": 1,
        "evidence": "Hub lead in post since 25 January",
        "spend_pence": 980_000,
        "submitted_at": "2027-01-28T15:00:00+00:00",
    }
    return changed(evidence, **changes)


def an_assessment(award: str = "G-2026-0001", **changes: Any) -> Payload:
    """An officer accepts it."""
    assessment = {
        "award": award,
        "milestone": 1,
        "evidence_submitted_at": "2027-01-28T15:00:00+00:00",
        "result": "accepted",
        "note": "",
        "assessed_by": "p-1008",
        "assessed_at": "2027-02-01T10:00:00+00:00",
    }
    return changed(assessment, **changes)


def a_payment(award: str = "G-2026-0001", **changes: Any) -> Payload:
    """The finance system pays the first milestone."""
    payment = {
        "payment_reference": "BACS-884213",
        "award": award,
        "milestone": 1,
        "amount_pence": 833_333,
        "paid_on": "2027-02-05",
    }
    return changed(payment, **changes)


def a_failed_payment(award: str = "G-2026-0001", **changes: Any) -> Payload:
    """The bank sends it back."""
    failure = {
        "payment_reference": "BACS-884213",
        "award": award,
        "milestone": 1,
        "reason": "Account closed",
        "failed_on": "2027-02-08",
    }
    return changed(failure, **changes)


def an_end(award: str = "G-2026-0001", **changes: Any) -> Payload:
    """The council ends the award, and claims a part back."""
    end = {
        "award": award,
        "reason": "The hub lead left and was not replaced.",
        "recover_pence": 300_000,
        "ended_by": "p-1007",
        "ended_at": "2027-06-01T10:00:00+01:00",
    }
    return changed(end, **changes)


def a_recovery(award: str = "G-2026-0001", **changes: Any) -> Payload:
    """The finance system receives the claimed part."""
    recovery = {
        "recovery_reference": "REC-2201",
        "award": award,
        "amount_pence": 300_000,
        "received_on": "2027-07-01",
    }
    return changed(recovery, **changes)


def some_findings(award: str = "G-2026-0001", **changes: Any) -> Payload:
    """A research project presents its findings at a conference."""
    findings = {
        "award": award,
        "presented_on": "2027-11-24",
        "where": "Tees Valley research conference",
        "summary": "Scores of disadvantaged pupils rose by three points.",
        "consent_to_publish": True,
        "open_to_public": True,
        "audience": 85,
        "submitted_at": "2027-11-25T09:00:00+00:00",
    }
    return changed(findings, **changes)


def a_hub_report(award: str = "G-2026-0001", **changes: Any) -> Payload:
    """A hub reached two schools beside its own, and one of them is named twice."""
    report = {
        "award": award,
        "report": "2027-SPRING",
        "from": "2027-01-04",
        "until": "2027-03-26",
        "schools": ["151369", "134076", "111626", "134076"],
        "staff": 41,
        "sessions": 9,
        "submitted_at": "2027-03-30T12:00:00+01:00",
    }
    return changed(report, **changes)


def a_variation(award: str = "G-2026-0001", **changes: Any) -> Payload:
    """An officer agrees to other dates and to £100 from the second milestone to the last."""
    variation = {
        "award": award,
        "variation": "V1",
        "reason": "Coach on leave until March",
        "planned_end": "2027-12-17",
        "milestones": [
            {
                "number": 1,
                "title": "Hub lead appointed",
                "due": "2027-03-31",
                "amount_pence": 833_333,
            },
            {
                "number": 2,
                "title": "First cycle evaluated",
                "due": "2027-09-30",
                "amount_pence": 1_240_000,
            },
            {
                "number": 3,
                "title": "Final evaluation",
                "due": "2027-12-17",
                "amount_pence": 426_667,
            },
        ],
        "agreed_by": "p-1007",
        "agreed_at": "2027-02-01T10:00:00+00:00",
        "meeting": None,
    }
    return changed(variation, **changes)
