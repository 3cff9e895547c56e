"""Checks at the end of a run: the mails, the report's figures, and one trace without a gap."""

import asyncio
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from attain.scenario.context import Context
from attain.scenario.facts import Facts
from attain.scenario.mails import EXPECTED, missing, read_mails
from attain.scenario.projects import BUDGET_PENCE, PROJECTS
from attain.stack.processes import own_command
from chassis.telemetry import read_spans

CHECK_SECONDS = 60.0
Check = tuple[str, Callable[[], bool]]


async def check(context: Context, facts: Facts) -> None:
    """Repeat each check until it is good or the time is up."""
    deadline = time.monotonic() + CHECK_SECONDS
    waiting = [
        *_mails(context, facts),
        _figures(context, facts),
        _ledger(context),
        _trace(context, facts),
    ]
    while waiting and time.monotonic() < deadline:
        good = [each for each in waiting if await asyncio.to_thread(each[1])]
        for text, _ in good:
            context.note(text, seen=True)
        waiting = [each for each in waiting if each not in good]
        await asyncio.sleep(0.25 if waiting else 0)
    for text, _ in waiting:
        context.note(text, seen=False)


def expected_figures(round_: str) -> dict[str, Any]:
    """The round's line in the funding report, computed from the projects alone."""
    accepted = [project for project in PROJECTS if project.accepted]
    waiting = [p.awarded_pence for p in PROJECTS if p.approved and not p.answer]
    reserved = sum(waiting) + sum(project.upheld_pence for project in PROJECTS)
    committed = sum(project.awarded_pence - project.freed_pence for project in accepted)
    return {
        "round": round_,
        "budget_pence": BUDGET_PENCE,
        "reserved_pence": reserved,
        "committed_pence": committed,
        "paid_pence": sum(p.first_payment_pence for p in accepted if p.paid_once),
        "recovered_pence": sum(project.recover_pence for project in PROJECTS),
        "to_recover_pence": 0,
        "left_pence": BUDGET_PENCE - reserved - committed,
        "applications": {
            "submitted": sum(project.eligible for project in PROJECTS),
            "ineligible": sum(not project.eligible for project in PROJECTS),
            "withdrawn": sum(project.withdrawn for project in PROJECTS),
            "approved": sum(p.approved or p.upheld_pence > 0 for p in PROJECTS),
            "declined": sum(
                p.on_agenda and not p.approved and not p.upheld_pence for p in PROJECTS
            ),
        },
    }


def _figures(context: Context, facts: Facts) -> Check:
    expected = expected_figures(facts.calendar.round)
    url = f"{context.stack.plan.http_url('reporting')}/reports/funding.json"

    def agree() -> bool:
        rounds = httpx.get(url, timeout=10).json().get("rounds", [])
        own = [line for line in rounds if line["round"] == expected["round"]]
        return bool(own) and expected.items() <= own[0].items()

    return "The funding report's figures are right to the penny.", agree


def _ledger(context: Context) -> Check:
    """Applications' own command: its rows, its figures and reporting's journal, to the penny."""
    reporting = context.stack.plan.http_url("reporting")
    command = [own_command("applications"), "ledger", "check", "--against", reporting]

    def agree() -> bool:
        done = subprocess.run(
            command, env=context.stack.environment, capture_output=True, check=False
        )
        return done.returncode == 0

    return "The ledger, its figures and reporting's journal agree to the penny.", agree


def _mails(context: Context, facts: Facts) -> Iterator[Check]:
    folder = context.stack.folder.maildir
    for text, expected in EXPECTED.items():
        yield text, partial(_have_come, folder, facts, *expected)


def _have_come(folder: Path, facts: Facts, *expected: str) -> bool:
    return not missing(list(read_mails(folder)), facts, *expected)


def _trace(context: Context, facts: Facts) -> Check:
    trace = facts.of(PROJECTS[0])["trace"]
    spans = context.stack.folder.path / "spans"
    text = "One trace leads from the form to the mail server, without a gap."
    return text, lambda: bool(trace) and not gaps(spans, trace)


def gaps(folder: Path, trace: str) -> list[str]:
    """What a trace lacks to be one tree that ends in a mail; empty when it lacks nothing."""
    spans = list(read_spans(folder, trace))
    ids = {span.span_id for span in spans}
    parents = [span.parent_span_id for span in spans]
    found = [
        f"the parent {parent} is missing" for parent in parents if parent and parent not in ids
    ]
    if parents.count(None) != 1:
        found.append(f"{parents.count(None)} roots instead of one")
    if not any(span.attributes.get("messaging.system") == "smtp" for span in spans):
        found.append("no mail was sent in it")
    return found
