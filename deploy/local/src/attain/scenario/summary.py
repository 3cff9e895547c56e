"""The end of the demonstration: what happened, and where to look."""

from collections.abc import Iterator, Sequence

from rich.console import Console

from attain.scenario.checks import expected_figures
from attain.scenario.context import Context
from attain.scenario.facts import Facts
from attain.scenario.mails import Mail, by_reader, pounds
from attain.scenario.projects import BUDGET_PENCE, PROJECTS
from chassis.messaging.topology import SERVICES


def show_summary(context: Context, facts: Facts, console: Console, mails: Sequence[Mail]) -> None:
    """In plain words; the effects that were missed come last."""
    console.rule("What happened")
    for line in _what_happened(facts, mails):
        console.print(f"• {line}")
    console.rule("Where to look")
    for line in _where_to_look(context, facts):
        console.print(f"• {line}")
    if context.missed:
        show_missed(context, console)
    else:
        console.print(f"All {len(context.effects)} expected effects were seen.", style="green")


def show_missed(context: Context, console: Console) -> None:
    """The effects that were not seen, and the commands that help to find out why."""
    console.rule("Expected and not seen", style="red")
    for effect in context.missed:
        console.print(f"✗ {effect.text}", style="red")
    for service in SERVICES:
        command = f"{service} --data-dir {context.stack.folder.path} inbox list"
        console.print(f"• Events that {service} keeps waiting or parked: {command}")


def _what_happened(facts: Facts, mails: Sequence[Mail]) -> Iterator[str]:
    figures = expected_figures(facts.calendar.round)
    counts = figures["applications"]
    refused = [f"“{p.title}” ({p.refused_for})" for p in PROJECTS if p.refused_for]
    paid = [
        f"{facts.of(p)['award']} {pounds(p.first_payment_pence)}" for p in PROJECTS if p.paid_once
    ]
    open_offers = [p for p in PROJECTS if p.upheld_pence or (p.approved and not p.answer)]
    accepted = sum(project.accepted for project in PROJECTS)
    upheld = sum(project.upheld_pence > 0 for project in PROJECTS)
    declined = sum(project.declined for project in PROJECTS)
    yield f"A funding round of {pounds(BUDGET_PENCE)} opened: {facts.calendar.round}."
    yield (
        f"{len(PROJECTS)} applications arrived. {counts['ineligible']} were not eligible, and "
        f"their schools were told why: {', '.join(refused)}."
    )
    yield "One school withdrew its application, and one replaced its form by a corrected one."
    yield (
        "The panel decided. A member who is a governor of one applicant, and a member who works "
        "at a partner of another, did not vote on these. A decision to award more than was asked "
        "for was rejected, and recorded again."
    )
    yield (
        f"The panel approved {counts['approved']} applications, {upheld} of them on appeal. "
        f"{accepted} schools accepted their offer, {declined} declined it, and "
        f"{', '.join(facts.of(p)['application'] for p in open_offers)} have not answered yet."
    )
    yield f"First payments: {', '.join(paid)}."
    yield (
        f"Offers accepted {pounds(figures['committed_pence'])}, offered and not yet accepted "
        f"{pounds(figures['reserved_pence'])}, paid {pounds(figures['paid_pence'])}, available "
        f"{pounds(figures['left_pence'])}."
    )
    ended, moved = ([p for p in PROJECTS if getattr(p, n)] for n in ("recover_pence", "novated"))
    freed, back = sum(p.freed_pence for p in ended), figures["recovered_pence"]
    yield (
        "A partner refused, two reviewers far apart agreed on one score, and an appeal was upheld "
        "by members who had not voted before. "
        f"{', '.join(facts.of(p)['award'] for p in moved)} moved to the academy that its school "
        f"became. {', '.join(facts.of(p)['award'] for p in ended)} ended early: "
        f"{pounds(freed)} is free again, and {pounds(back)} came back. Findings were presented."
    )
    known = facts.of(None)
    yield (
        f"Two concerns about {known['supported']} proposed a tier, and an officer decided. Case "
        f"{known['case']} was opened, another school coached its leaders, a visit note was "
        f"published with the school's correction, a review was missed, warning notice "
        f"{known['notice']} was complied with, and the case was closed."
    )
    readers = ", ".join(f"{number} to {who}" for who, number in by_reader(mails).most_common())
    yield f"{len(mails)} mails were delivered: {readers}."


def _where_to_look(context: Context, facts: Facts) -> Iterator[str]:
    reporting = context.stack.plan.http_url("reporting")
    folder, first = context.stack.folder, PROJECTS[0]
    known = facts.of(first)
    yield f"The money: {reporting}/reports/funding"
    yield f"All applications: {reporting}/reports/pipeline"
    yield (
        f"“{first.title}” from form to payment: {reporting}/journeys/{known['application']} "
        f"(its award: {reporting}/journeys/{known['award']})"
    )
    yield (
        f"Its first trace, from the form to the e-mail: {reporting}/journeys/{known['trace']} "
        f"(spans: {folder.path / 'spans'})"
    )
    known = facts.of(None)
    yield f"The school from concern to closing: {reporting}/schools/{known['urn']}"
    yield f"Schools causing concern: {reporting}/reports/concern"
    yield f"The mails: {folder.maildir / 'new'}"
