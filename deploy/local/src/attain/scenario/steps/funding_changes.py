"""The fields of the scenario's events that neither the contract's example nor the facts give."""

from attain.scenario import calendar as days
from attain.scenario.facts import Data, Facts
from attain.scenario.people import (
    COUNCIL,
    GOVERNANCE,
    HEADS,
    OFFICER,
    OPERATOR,
    REVIEWERS,
    STAFF,
    TEACHING,
    TRUST,
    Person,
)
from attain.scenario.projects import BUDGET_PENCE, Project


def directory(example: Data, facts: Facts, project: None) -> list[Data]:
    """The council's people, and the head teachers of the schools that take part."""
    people = [(person, f"la:{facts.selection.authority}") for person in STAFF]
    people.append((OPERATOR, "*"))
    of_schools = [*facts.selection.leads.values(), facts.selection.supported, facts.selection.coach]
    for number, school in enumerate(of_schools):
        head = Person(facts.head_teacher_id(school), HEADS[number % len(HEADS)], "headteacher")
        people.append((head, f"urn:{school['urn']}"))
    return [
        {
            "person": person.id,
            "name": person.name,
            "email": person.address,
            "roles": [{"role": person.role, "scope": scope}],
        }
        for person, scope in people
    ]


def panel(example: Data, facts: Facts, project: None) -> Data:
    """Two seats are held by people from schools."""
    selection = facts.selection
    own = {TEACHING.id: selection.teaching_school, TRUST.id: selection.trust_school}
    members = [
        {**member, "schools": [own[member["person"]]["urn"]]} if member["person"] in own else member
        for member in example["members"]
    ]
    return {"members": members}


def funding_round(example: Data, facts: Facts, project: None) -> Data:
    """It opened and closed in the past; its categories are the example's."""
    return {
        "title": f"Demonstration round of {facts.calendar.now:%d %B %Y, %H:%M}",
        "deadline": facts.calendar.at(days.DEADLINE, 12).isoformat(),
        "budget_pence": BUDGET_PENCE,
        "partner_authorities": [],
    }


def form(example: Data, facts: Facts, project: Project) -> Data:
    """Partners, plan, contact, and the dates of what the category asks for."""
    date, third = facts.calendar.date, project.third_pence
    plan = (
        ("Lead in post", days.FIRST_DUE, third),
        ("First cycle evaluated", days.SECOND_DUE, third),
        ("Findings presented", days.ENDS, project.requested_pence - 2 * third),
    )
    partner = {"consented_by": "Headteacher", "consented_on": date(days.SUBMITTED - 5)}
    partners = [
        {**partner, "urn": school["urn"], "contact_email": facts.office_address(school)}
        for school in facts.selection.partners[project.number]
    ]
    address = facts.contact_address(project)
    changed: Data = {
        "partners": partners,
        "organisations": [],
        "planned_start": date(days.STARTS),
        "planned_end": date(days.ENDS),
        "milestones": [
            {"title": title, "due": date(due), "amount_pence": pence} for title, due, pence in plan
        ],
        "contact": {"name": project.contact, "email": address, "role": "Deputy headteacher"},
    }
    if research := example["research"]:
        changed["research"] = {**research, "findings_due": date(days.ENDS)}
    if developing := example["developing"]:
        evidence = [{**each, "dated": date(days.NOTED)} for each in developing["evidence"]]
        changed["developing"] = {**developing, "evidence": evidence}
    return changed


def waivers(example: Data, facts: Facts, project: Project) -> list[Data]:
    """Where a former run funded the same school for the same purpose; none in the first run."""
    selection = facts.selection
    schools = [selection.lead(project), *selection.partners[project.number]]
    own = {school["urn"] for school in schools}
    return [
        {
            "waives": "double-funding",
            "against": each["application"],
            "reason": "The demonstration is played once more.",
            "until": facts.calendar.date(days.ENDS),
        }
        for each in facts.earlier
        if each["category"] == project.category
        and own & {each["lead_school"], *(partner["urn"] for partner in each["partners"])}
    ]


def interest(example: Data, facts: Facts, project: Project) -> Data:
    """One member declares an interest in one application, and none in the others."""
    nature = "governor-or-trustee" if project.interest == "governance" else "none"
    return {"person": GOVERNANCE.id, "nature": nature}


def refusal(example: Data, facts: Facts, project: Project) -> Data:
    """The only partner, by its own answer."""
    return {"urn": facts.selection.partners[project.number][0]["urn"], "answer": "refuses"}


def reviews(example: Data, facts: Facts, project: Project) -> list[Data]:
    """Two reviewers, neither with an interest; far apart where they have to agree on a score."""
    lowest = [{**score, "score": 0} for score in example["scores"]]
    scored = [example["scores"], lowest if project.moderated else example["scores"]]
    return [
        {"reviewer": reviewer.id, "scores": scores}
        for reviewer, scores in zip(REVIEWERS, scored, strict=True)
    ]


def moderation(example: Data, facts: Facts, project: Project) -> Data:
    """What both can stand by."""
    return {"moderated_by": OFFICER.id}


def decision(example: Data, facts: Facts, project: Project) -> Data:
    """The outcome and its votes; a member with an interest does not vote."""
    date, outcome = facts.calendar.date, "approved" if project.approved else "declined"
    conditions = []
    if project.condition:
        outcome = "approved-with-conditions"
        text = "A revised budget is received"
        conditions = [{"code": project.condition, "text": text, "due": date(days.ENDS)}]
    away = {"governance": GOVERNANCE, "own-school": TEACHING}.get(project.interest or "")
    vote = "for" if project.approved else "against"
    votes = [
        {"person": member.id, "vote": vote}
        for member in (COUNCIL, TEACHING, GOVERNANCE)
        if member is not away
    ]
    return {
        "meeting": {"reference": facts.calendar.meeting, "held_on": date(days.MET)},
        "outcome": outcome,
        "reasons": "Meets need." if project.approved else "The evidence is too thin so far.",
        "conditions": conditions,
        "votes": [*votes, {"person": TRUST.id, "vote": "abstain"}],
    }


def excess(example: Data, facts: Facts, project: Project) -> Data:
    """A decision to award more than the form asks for."""
    return {**decision(example, facts, project), "awarded_pence": project.excess_pence}


def payment(example: Data, facts: Facts, project: Project) -> Data:
    """The amount of the accepted milestone."""
    paid_on = facts.calendar.date(days.PAID)
    return {"amount_pence": project.first_payment_pence, "paid_on": paid_on}


def card(example: Data, facts: Facts, project: Project) -> Data:
    """A report card: inspected and published in the past."""
    date = facts.calendar.date
    return {"inspected_on": date(days.INSPECTED), "published_on": date(days.PUBLISHED)}
