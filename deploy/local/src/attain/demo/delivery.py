"""The demonstration's last acts: conditions, milestones, payments, an inspection, a concern."""

from attain.demo import people
from attain.demo import story as days
from attain.demo.acts import References
from attain.demo.casting import Cast
from attain.demo.programme import PROJECTS, Project
from attain.demo.stage import Stage


async def conditions_are_met(stage: Stage, known: References) -> None:
    """An officer finds a condition met."""
    at = stage.story.at(days.CONDITION_MET)
    for project in (p for p in PROJECTS if p.condition):
        found = {
            "application": known[project.number],
            "code": "COND-1",
            "note": "Revised budget received",
            "found_by": people.OFFICER,
            "found_at": at.isoformat(),
        }
        await stage.say("casework.condition.met", found, at)


async def milestones_are_paid(stage: Stage, awards: References) -> None:
    """Evidence, its acceptance by an officer, the payment by finance."""
    for project in (p for p in PROJECTS if p.paid):
        award, title = awards[project.number], project.title
        await _evidence(stage, award)
        said = f"evidence for the first milestone of “{title}” is in"
        await stage.hear("applications.milestone.evidenced", said, award=award)
        await _accept(stage, award)
        said = f"the first milestone of “{title}” is accepted"
        accepted = await stage.hear("applications.milestone.accepted", said, award=award)
        amount = int(accepted.data["amount_pence"]) if accepted else 0
        await _pay(stage, project, award, amount)
        said = f"the first payment to “{title}” is in the ledger"
        await stage.hear("applications.payment.recorded", said, award=award)


async def _evidence(stage: Stage, award: str) -> None:
    at = stage.story.at(days.EVIDENCED)
    evidence = {
        "award": award,
        "milestone": 1,
        "evidence": "The project's lead is in post",
        "spend_pence": 400_000,
        "submitted_at": at.isoformat(),
    }
    await stage.say("forms.milestone.evidenced", evidence, at)


async def _accept(stage: Stage, award: str) -> None:
    at = stage.story.at(days.ASSESSED)
    assessment = {
        "award": award,
        "milestone": 1,
        "evidence_submitted_at": stage.story.at(days.EVIDENCED).isoformat(),
        "result": "accepted",
        "note": "",
        "assessed_by": people.OFFICER,
        "assessed_at": at.isoformat(),
    }
    await stage.say("casework.milestone.assessed", assessment, at)


async def _pay(stage: Stage, project: Project, award: str, amount_pence: int) -> None:
    payment = {
        "payment_reference": stage.story.payment(project.number),
        "award": award,
        "milestone": 1,
        "amount_pence": max(amount_pence, 1),
        "paid_on": stage.story.day(days.PAID).isoformat(),
    }
    await stage.say("finance.payment.made", payment, stage.story.at(days.PAID))


async def schools_are_watched(stage: Stage, cast: Cast) -> None:
    """Ofsted publishes a report card, and an officer raises a concern."""
    inspected, concerned = cast.leads[9]["urn"], cast.leads[12]["urn"]
    card = {
        "urn": inspected,
        "framework": "report-card",
        "inspected_on": stage.story.day(days.INSPECTED).isoformat(),
        "published_on": stage.story.day(days.PUBLISHED).isoformat(),
        "overall": None,
        "judgements": {
            "Inclusion": "Expected standard",
            "Curriculum and teaching": "Needs attention",
            "Achievement": "Needs attention",
            "Attendance and behaviour": "Expected standard",
            "Personal development and wellbeing": "Strong standard",
            "Leadership and governance": "Expected standard",
        },
        "safeguarding": "Met",
        "category_of_concern": None,
    }
    await stage.say("inspections.inspection.published", card, stage.story.at(days.PUBLISHED))
    at = stage.story.at(days.CONCERNED)
    concern = {
        "urn": concerned,
        "concern": f"SC-{stage.story.stamp}",
        "kind": "governance",
        "severity": "medium",
        "summary": "Four governor vacancies since July",
        "raised_by": people.OFFICER,
        "raised_at": at.isoformat(),
        "restricted": False,
    }
    await stage.say("casework.concern.raised", concern, at)
    await stage.hear("schools.inspection.recorded", "an inspection is recorded", urn=inspected)
    await stage.hear("schools.concern.recorded", "a concern is recorded", urn=concerned)
