"""The demonstration's last words: what happened, and where to look."""

from rich.console import Console

from attain.demo.acts import References
from attain.demo.checks import expected_figures, first_payment
from attain.demo.mails import read_all
from attain.demo.programme import BUDGET, PROJECTS
from attain.demo.stage import Stage
from chassis.messaging.topology import SERVICES


def pounds(pence: int) -> str:
    """£25,000, or £8,333.33 where there are pence."""
    return f"£{pence / 100:,.2f}".removesuffix(".00")


def tell(stage: Stage, console: Console, known: References, awards: References) -> None:
    """In plain words."""
    console.rule("What happened")
    for line in _what_happened(stage, known, awards):
        console.print(f"• {line}")
    console.rule("Where to look")
    for line in _where_to_look(stage, known, awards):
        console.print(f"• {line}")
    if stage.missed:
        say_what_is_missing(stage, console)
    else:
        console.print(f"All {len(stage.effects)} expected effects were seen.", style="green")


def say_what_is_missing(stage: Stage, console: Console) -> None:
    """And where to begin to look for the reason."""
    console.rule("What should have happened and was not seen", style="red")
    for effect in stage.missed:
        console.print(f"✗ {effect.what}", style="red")
    for service in SERVICES:
        command = f"{service} --data-dir {stage.stack.folder.path} inbox list"
        console.print(f"• What {service} waits for or has parked: {command}")


def _what_happened(stage: Stage, known: References, awards: References) -> list[str]:
    figures = expected_figures(stage.story.round)
    counts = figures["applications"]
    mails = len(read_all(stage.stack.folder.maildir)) - stage.mails_before
    refused = [f"“{p.title}” ({p.refused_for})" for p in PROJECTS if p.refused_for]
    paid = [f"{awards[p.number]} {pounds(first_payment(p))}" for p in PROJECTS if p.paid]
    unanswered = [known[p.number] for p in PROJECTS if p.approved and not p.answer]
    return [
        f"A funding round of {pounds(BUDGET)} opened: {stage.story.round}.",
        f"{len(PROJECTS)} applications came in; {counts['ineligible']} were not eligible and were "
        f"told why: {', '.join(refused)}.",
        "One was withdrawn, and one gave way to its own correction.",
        "The panel decided those that were reviewed. One member is a governor of a school that "
        "applied and another works at a partner school: neither voted on those. One decision "
        "awarded more than was asked for; it was rejected, and recorded again.",
        f"{counts['approved']} were approved, {counts['declined']} was not. Four schools accepted "
        f"their offers, one declined, {', '.join(unanswered)} has not answered yet.",
        f"First payments: {', '.join(paid)}.",
        f"Committed {pounds(figures['committed_pence'])}, reserved "
        f"{pounds(figures['reserved_pence'])}, paid {pounds(figures['paid_pence'])}, left "
        f"{pounds(figures['left_pence'])}.",
        f"{mails} mails were delivered to schools, officers and operators.",
    ]


def _where_to_look(stage: Stage, known: References, awards: References) -> list[str]:
    reporting = stage.stack.plan.http_url("reporting")
    first = PROJECTS[0]
    application = known[first.number]
    made = stage.ear.all_of("council.applications.application.submitted.v1")
    trace = next((e.trace for e in made if e.data.get("application") == application), "")
    folder = stage.stack.folder
    return [
        f"The money: {reporting}/reports/funding",
        f"All applications: {reporting}/reports/pipeline",
        f"“{first.title}” from form to payment: {reporting}/journeys/{application} "
        f"(its award: {reporting}/journeys/{awards[first.number]})",
        f"Its first trace, from the form to the e-mail: {reporting}/journeys/{trace} "
        f"(spans: {folder.path / 'spans'})",
        f"The mails: {folder.maildir / 'new'}",
    ]
