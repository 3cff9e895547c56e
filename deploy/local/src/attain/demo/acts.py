"""The demonstration's acts up to the panel: round, forms, interests, reviews, decisions."""

from typing import Any

from attain.demo import forms, people
from attain.demo import story as days
from attain.demo.casting import Cast
from attain.demo.programme import (
    BUDGET,
    DEVELOPING,
    HUB,
    HUBS_CEILING,
    MOST,
    PROJECTS,
    RESEARCH,
    THEMES,
    Project,
)
from attain.demo.stage import Stage

References = dict[int, str]


async def people_come_in(stage: Stage, cast: Cast) -> None:
    """The directory says who is who, casework who sits on the panel."""
    story = stage.story
    for person in people.directory(cast.authority, list(cast.leads.values())):
        await stage.say("directory.person.updated", person, story.at(days.DIRECTORY))
    panel = people.panel(cast.authority, cast.teaching_school["urn"], cast.trust_school["urn"])
    await stage.say("casework.panel.appointed", panel, story.at(days.APPOINTED))


async def round_opens(stage: Stage, cast: Cast) -> None:
    """Money, categories, deadline."""
    story = stage.story
    await stage.say("casework.round.opened", round_terms(stage, cast), story.at(days.OPENED, 9))
    await stage.hear("applications.round.opened", "the round is open", round=story.round)


def round_terms(stage: Stage, cast: Cast) -> dict[str, Any]:
    """The round as casework publishes it."""
    story = stage.story
    hubs = {"ceiling_pence": HUBS_CEILING, "least_schools": 4}
    further = {HUB: hubs, RESEARCH: {}, DEVELOPING: {}}
    criteria = [
        {"code": "need", "title": "Need and evidence", "weight": 40},
        {"code": "impact", "title": "Impact on pupils", "weight": 40},
        {"code": "value", "title": "Value for money", "weight": 20},
    ]
    return {
        "round": story.round,
        "authority": cast.authority,
        "title": f"Demonstration round of {story.now:%d %B %Y, %H:%M}",
        "fund_source": "Council school improvement reserve",
        "opens_at": story.at(days.OPENED, 9).isoformat(),
        "deadline": story.at(days.DEADLINE, 12).isoformat(),
        "budget_pence": BUDGET,
        "panel": "LDT",
        "categories": [
            {"category": name, "most_per_award_pence": MOST[name], **terms}
            for name, terms in further.items()
        ],
        "reviews": {"least": 2, "scale": 5, "moderate_spread": 2, "criteria": criteria},
        "themes": THEMES,
        "offer_days": 20,
    }


async def schools_apply(stage: Stage, cast: Cast) -> References:
    """Every form becomes an application, eligible or not, and says why not."""
    for project in PROJECTS:
        sent = forms.form(project, cast, stage.story)
        at = stage.story.at(days.SUBMITTED, 9, project.number)
        late = stage.story.at(days.DEADLINE, 12, 30)
        await stage.say("forms.application.received", sent, late if project.late else at)
    return {project.number: await _taken_in(stage, project) for project in PROJECTS}


async def _taken_in(stage: Stage, project: Project) -> str:
    reference = stage.story.form(project.number)
    fate = "ineligible" if project.refused_for else "submitted"
    heard = await stage.hear(
        f"applications.application.{fate}",
        f"“{project.title}” is {fate}",
        form_reference=reference,
    )
    data = heard.data if heard else {}
    if project.refused_for:
        codes = [reason["code"] for reason in data.get("reasons", [])]
        told = project.refused_for in codes
        stage.note(f"“{project.title}” is told {project.refused_for}", seen=told)
    return str(data.get("application", ""))


async def some_change_their_minds(stage: Stage, known: References) -> None:
    """One school withdraws; one sent a correction, which takes the first one's place."""
    for project in PROJECTS:
        application = known[project.number]
        if project.withdrawn:
            at = stage.story.at(days.WITHDRAWN)
            withdrawal = {
                "form_reference": stage.story.form(project.number),
                "reason": "The project's lead has left",
                "withdrawn_at": at.isoformat(),
            }
            await stage.say("forms.application.withdrawn", withdrawal, at)
            said = f"“{project.title}” is withdrawn"
            await stage.hear("applications.application.withdrawn", said, application=application)
        if project.superseded_by:
            said = f"“{project.title}” gives way to its correction"
            await stage.hear("applications.application.superseded", said, application=application)


async def interests_are_declared(stage: Stage, known: References) -> None:
    """One member is a governor of a lead school; another's own school is a partner elsewhere."""
    at = stage.story.at(days.DECLARED)
    for project in PROJECTS:
        natures = {"governance": "governor-or-trustee"}
        declared = {
            "application": known[project.number],
            "person": people.GOVERNANCE,
            "nature": natures.get(project.interested or "", "none"),
            "declared_at": at.isoformat(),
        }
        if project.goes_to_the_panel:
            await stage.say("casework.interest.declared", declared, at)


async def reviews_come_in(stage: Stage, known: References) -> None:
    """Two people without an interest score every application that is still in."""
    at = stage.story.at(days.REVIEWED)
    wanted = [p for p in PROJECTS if p.goes_to_the_panel or p.lead_of]
    for project in wanted:
        for number, reviewer in enumerate(people.REVIEWERS):
            review = {
                "application": known[project.number],
                "reviewer": reviewer,
                "scores": [
                    {"criterion": code, "score": 3 + number % 2, "justification": "See the form."}
                    for code in ("need", "impact", "value")
                ],
                "recorded_at": at.isoformat(),
            }
            await stage.say("casework.review.recorded", review, at)
    for project in wanted:
        said = f"the reviews of “{project.title}” are in"
        application = known[project.number]
        await stage.hear("applications.review.completed", said, application=application)
