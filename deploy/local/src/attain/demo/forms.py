"""The demonstration's application forms, as the council's online form sends them."""

from typing import Any

from attain.demo import story as days
from attain.demo.casting import Cast
from attain.demo.programme import DEVELOPING, HUB, RESEARCH, Project
from attain.demo.story import Story


def form(project: Project, cast: Cast, story: Story) -> dict[str, Any]:
    """The whole form of one project."""
    return {
        "form_reference": story.form(project.number),
        "round": story.round,
        "category": project.category,
        "theme": project.theme,
        "title": project.title,
        "summary": f"{project.title}: coaching, lesson study and a shared plan.",
        "lead_school": cast.lead(project)["urn"],
        "partners": [_partner(school, story) for school in cast.partners[project.number]],
        "organisations": [],
        "requested_pence": project.requested_pence,
        "match_funding_pence": 0,
        "reach_schools": 12 if project.category == HUB else None,
        "objectives": ["teaching-and-learning", "leadership-capacity"],
        "planned_start": story.day(days.STARTS).isoformat(),
        "planned_end": story.day(days.ENDS).isoformat(),
        "milestones": milestones(project, story),
        "contact": {
            "name": project.contact,
            "email": contact_address(project, story),
            "role": "Deputy headteacher",
        },
        "submitted_at": submitted_at(project, story),
        "research": _research(story) if project.category == RESEARCH else None,
        "developing": _developing(story) if project.category == DEVELOPING else None,
    }


def submitted_at(project: Project, story: Story) -> str:
    """In time, unless the story wants it late; a correction comes after what it corrects."""
    if project.late:
        return story.at(days.DEADLINE, 12, 30).isoformat()
    return story.at(days.SUBMITTED, 9, project.number).isoformat()


def contact_address(project: Project, story: Story) -> str:
    """One address for each telling, so that its mails can be found."""
    name = project.contact.lower().replace(" ", ".")
    return f"{name}.{story.stamp}-{project.number}@example.org"


def milestones(project: Project, story: Story) -> list[dict[str, Any]]:
    """A third, a third, and the rest."""
    third = project.first_milestone_pence
    plan = [
        ("Lead in post", days.FIRST_DUE, third),
        ("First cycle evaluated", days.SECOND_DUE, third),
        ("Findings presented", days.ENDS, project.requested_pence - 2 * third),
    ]
    return [
        {"title": title, "due": story.day(due).isoformat(), "amount_pence": amount}
        for title, due, amount in plan
    ]


def _partner(school: dict[str, Any], story: Story) -> dict[str, Any]:
    return {
        "urn": school["urn"],
        "consented_by": "Headteacher",
        "consented_on": story.day(days.SUBMITTED - 5).isoformat(),
        "contact_email": f"office.{school['urn']}@example.org",
    }


def _research(story: Story) -> dict[str, Any]:
    return {
        "question": "Does it raise attainment of disadvantaged pupils?",
        "ethics_statement": "BERA guidelines; no pupil-level data leaves the schools.",
        "baseline": "Teacher assessment before the start",
        "findings_due": story.day(days.ENDS).isoformat(),
        "areas": ["teaching", "learning"],
    }


def _developing(story: Story) -> dict[str, Any]:
    return {
        "criteria": ["declining-data"],
        "evidence": [
            {
                "criterion": "declining-data",
                "statement": "KS2 maths fell two years running",
                "dated": story.day(-120).isoformat(),
            }
        ],
        "improvement_objective": "At or above national figures within two years",
        "horizon": "short-term",
        "supporter": "A neighbouring outstanding school",
    }
