"""What must be seen after the last act: mails, figures, and one trace without a gap."""

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx

from attain.demo import forms
from attain.demo.acts import References
from attain.demo.mails import Mail, read_all
from attain.demo.people import OFFICER, OPERATOR, STAFF, address
from attain.demo.programme import BUDGET, PROJECTS, Project
from attain.demo.stage import Stage
from attain.demo.traces import gaps

WITHIN = 60.0
Expectation = tuple[str, Callable[[], bool]]


async def check(stage: Stage, known: References, awards: References) -> None:
    """Each is looked for until it is seen or the time is up."""
    deadline = time.monotonic() + WITHIN
    waiting = [*_mails(stage, known, awards), *_figures(stage), *_trace(stage, known)]
    while waiting and time.monotonic() < deadline:
        seen = [each for each in waiting if await asyncio.to_thread(each[1])]
        for what, _ in seen:
            stage.note(what, seen=True)
        waiting = [each for each in waiting if each not in seen]
        await asyncio.sleep(0.25 if waiting else 0)
    for what, _ in waiting:
        stage.note(what, seen=False)


def expected_figures(round_: str) -> dict[str, Any]:
    """The round's line in the funding report, computed from the story alone."""
    accepted = [p for p in PROJECTS if p.answer == "accepted"]
    reserved = sum(p.awarded_pence for p in PROJECTS if p.approved and not p.answer)
    committed = sum(p.awarded_pence for p in accepted)
    return {
        "round": round_,
        "budget_pence": BUDGET,
        "reserved_pence": reserved,
        "committed_pence": committed,
        "paid_pence": sum(first_payment(p) for p in accepted if p.paid),
        "left_pence": BUDGET - reserved - committed,
        "applications": {
            "submitted": sum(not p.refused_for for p in PROJECTS),
            "ineligible": sum(bool(p.refused_for) for p in PROJECTS),
            "withdrawn": sum(p.withdrawn for p in PROJECTS),
            "approved": sum(p.approved for p in PROJECTS),
            "declined": sum(p.goes_to_the_panel and not p.approved for p in PROJECTS),
        },
    }


def first_payment(project: Project) -> int:
    """A part award scales the milestone in proportion, rounded down to the penny."""
    asked = project.first_milestone_pence
    return asked * project.awarded_pence // project.requested_pence


def _figures(stage: Stage) -> Iterator[Expectation]:
    expected = expected_figures(stage.story.round)
    url = f"{stage.stack.plan.http_url('reporting')}/reports/funding.json"

    def agree() -> bool:
        rounds = httpx.get(url, timeout=10).json().get("rounds", [])
        ours: dict[str, Any] = next(
            (each for each in rounds if each["round"] == expected["round"]), {}
        )
        return expected.items() <= ours.items()

    yield "the funding report's figures are the story's, to the penny", agree


def _mails(stage: Stage, known: References, awards: References) -> Iterator[Expectation]:
    folder = stage.stack.folder.maildir
    for project in PROJECTS:
        contact = forms.contact_address(project, stage.story)
        about = known[project.number]
        wanted = 1 + project.goes_to_the_panel  # a decision and its offer are one mail
        said = f"{project.contact} has {wanted} mail{'s' * (wanted > 1)} about {about}"
        yield said, _at_least(folder, contact, about, wanted)
        if project.paid:
            award = awards[project.number]
            said = f"{project.contact} has a mail about the payment for {award}"
            yield said, _at_least(folder, contact, award, 1)
    officer = address(OFFICER, STAFF[OFFICER][0])
    number = sum(not p.refused_for for p in PROJECTS)
    yield "the officers are told of every new application", _all_told(folder, officer, known)
    operator = address(OPERATOR, "Dev Patel")
    said = f"the operator is told of the rejected decision; officers of {number} applications"
    yield said, _at_least(folder, operator, "", 1)


def _at_least(folder: Path, to: str, about: str, wanted: int) -> Callable[[], bool]:
    return lambda: sum(mail.is_for(to, about) for mail in read_all(folder)) >= wanted


def _all_told(folder: Path, officer: str, known: References) -> Callable[[], bool]:
    eligible = [known[p.number] for p in PROJECTS if not p.refused_for]

    def told() -> bool:
        mails: list[Mail] = read_all(folder)
        return all(any(mail.is_for(officer, about) for mail in mails) for about in eligible)

    return told


def _trace(stage: Stage, known: References) -> Iterator[Expectation]:
    application = known[PROJECTS[0].number]
    made = stage.ear.all_of("council.applications.application.submitted.v1")
    trace = next((e.trace for e in made if e.data.get("application") == application), None)
    spans = stage.stack.folder.path / "spans"
    what = "one trace leads from the form to the mail server, without a gap"
    yield what, lambda: trace is not None and not gaps(spans, trace)
