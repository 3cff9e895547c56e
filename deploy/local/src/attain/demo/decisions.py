"""The demonstration's acts of the panel and after: decisions, release, answers."""

from typing import Any

from attain.demo import people
from attain.demo import story as days
from attain.demo.acts import References
from attain.demo.programme import PROJECTS, Project
from attain.demo.stage import Stage

DELEGATION = "Scheme of delegation 4.12, Director of Children's Services"


async def the_panel_decides(stage: Stage, known: References) -> None:
    """One decision goes beyond what was asked for, is refused, and is recorded again."""
    for project in PROJECTS:
        if not project.goes_to_the_panel:
            continue
        if project.first_try_pence:
            await _decide_too_much(stage, project, known[project.number])
        decision = _decision(stage, project, known[project.number], project.awarded_pence)
        await stage.say("casework.decision.recorded", decision, stage.story.at(days.MET, 17))
    for project in (p for p in PROJECTS if p.goes_to_the_panel):
        said = f"the panel decided “{project.title}”"
        application = known[project.number]
        await stage.hear("applications.application.decided", said, application=application)


async def _decide_too_much(stage: Stage, project: Project, application: str) -> None:
    decision = _decision(stage, project, application, project.first_try_pence or 0)
    sent = await stage.say("casework.decision.recorded", decision, stage.story.at(days.MET, 17))
    said = "a decision to award more than was asked for is rejected, and casework is told why"
    await stage.hear("applications.event.rejected", said, event_id=sent)


def _decision(
    stage: Stage, project: Project, application: str, awarded_pence: int
) -> dict[str, Any]:
    outcome = "approved" if project.approved else "declined"
    conditions = []
    if project.condition:
        outcome = "approved-with-conditions"
        due = stage.story.day(days.ENDS).isoformat()
        conditions = [{"code": "COND-1", "text": "A revised budget is received", "due": due}]
    return {
        "application": application,
        "meeting": {
            "reference": stage.story.meeting,
            "held_on": stage.story.day(days.MET).isoformat(),
        },
        "outcome": outcome,
        "awarded_pence": awarded_pence,
        "reasons": "Meets need." if project.approved else "The evidence is too thin so far.",
        "conditions": conditions,
        "votes": _votes(project),
        "recorded_by": people.CLERK,
        "recorded_at": stage.story.at(days.MET, 17).isoformat(),
    }


def _votes(project: Project) -> list[dict[str, str]]:
    away = {"governance": people.GOVERNANCE, "own-school": people.TEACHING}
    members = [people.COUNCIL, people.TEACHING, people.GOVERNANCE]
    said = "for" if project.approved else "against"
    voting = [each for each in members if each != away.get(project.interested or "")]
    abstains = {"person": people.TRUST, "vote": "abstain"}
    return [*({"person": each, "vote": said} for each in voting), abstains]


async def decisions_are_released(stage: Stage, known: References) -> None:
    """A second officer releases them, and those approved are offered the money."""
    at = stage.story.at(days.RELEASED)
    decided = [p for p in PROJECTS if p.goes_to_the_panel]
    for project in decided:
        release = {
            "application": known[project.number],
            "meeting": stage.story.meeting,
            "authorised_under": DELEGATION,
            "released_by": people.DIRECTOR,
            "released_at": at.isoformat(),
        }
        await stage.say("casework.decision.released", release, at)
    for project in decided:
        application = known[project.number]
        said = f"the decision on “{project.title}” is released"
        await stage.hear("applications.decision.released", said, application=application)
        if project.approved:
            said = f"“{project.title}” is offered its money"
            await stage.hear("applications.offer.made", said, application=application)


async def schools_answer(stage: Stage, known: References) -> References:
    """Most accept, one declines, one has not answered; returns the awards' references."""
    at = stage.story.at(days.ANSWERED)
    answering = [p for p in PROJECTS if p.answer]
    for project in answering:
        answer = {
            "application": known[project.number],
            "meeting": stage.story.meeting,
            "answer": project.answer,
            "signatory": {"name": "Sam Hart", "role": "Headteacher"},
            "answered_at": at.isoformat(),
        }
        await stage.say("forms.offer.answered", answer, at)
    awards: References = {}
    for project in answering:
        application = known[project.number]
        said = f"“{project.title}” has {project.answer} its offer"
        await stage.hear(f"applications.offer.{project.answer}", said, application=application)
        if project.answer == "accepted":
            said = f"“{project.title}” has its award"
            made = await stage.hear("applications.award.made", said, application=application)
            awards[project.number] = str(made.data["award"]) if made else ""
    return awards
