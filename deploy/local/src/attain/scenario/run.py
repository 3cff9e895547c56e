"""Plays the scenario on a running stack: publishes its events, waits for effects, checks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from attain.scenario import calendar as days
from attain.scenario.calendar import Calendar
from attain.scenario.checks import check
from attain.scenario.context import Context, TooManyMissedError
from attain.scenario.conversion import convert
from attain.scenario.facts import Facts, data_of
from attain.scenario.mails import read_mails
from attain.scenario.register import RegisterRefusedError, holding_money, import_register
from attain.scenario.selection import TooFewSchoolsError, select
from attain.scenario.steps import CONVERSION, STEPS, Expect, Publish
from attain.scenario.summary import show_missed, show_summary
from attain.stack.stack import Stack


async def run(stack: Stack, console: Console, *, register: Path | None) -> bool:
    """True when every expected effect was seen."""
    async with Context.opened(stack) as context:
        try:
            await _play(context, console, register)
        except (RegisterRefusedError, TooFewSchoolsError) as error:
            console.print(f"The demonstration cannot be played: {error}", style="red")
            return False
        except TooManyMissedError:
            show_missed(context, console)
        return not context.missed


async def _play(context: Context, console: Console, register: Path | None) -> None:
    maildir = context.stack.folder.maildir
    before = len(list(read_mails(maildir)))
    with _step(console, "A register of schools is imported"):
        schools = await import_register(context, register)
        earlier = await holding_money(context.stack.plan.http_url("applications"))
        facts = Facts(Calendar(datetime.now(UTC)), select(schools), earlier)
    for title, actions in STEPS.items():
        if title == CONVERSION:
            with _step(console, "A school becomes an academy"):
                await convert(context, facts, register)
        with _step(console, title):
            for action in actions:
                if isinstance(action, Publish):
                    await _publish(context, facts, action)
                else:
                    await _expect(context, facts, action)
    with _step(console, "Mails, report and trace are checked"):
        await check(context, facts)
    show_summary(context, facts, console, list(read_mails(maildir))[before:])


async def _publish(context: Context, facts: Facts, action: Publish) -> None:
    for project in action.projects:
        minute = project.number if project else 0
        at = facts.calendar.at(action.day, action.hour, minute)
        if action.day == days.TODAY:  # after what the run itself has caused
            at = datetime.now(UTC)
        data = data_of(action.type, facts, project, at)
        changed = action.change(data, facts, project)
        for fields in changed if isinstance(changed, list) else [changed]:
            event_id = await context.publish(action.type, {**data, **fields}, at)
            facts.learn(project, event_id=event_id)


async def _expect(context: Context, facts: Facts, action: Expect) -> None:
    for project in action.projects:
        known = facts.of(project)
        text = action.text.format(**known)
        code = known[action.reason] if action.reason else None
        wanted = facts.identities(project)
        if action.by:
            wanted = {action.by: wanted[action.by]}
        found = await context.expect(action.type, text, wanted, code)
        if found is not None:
            facts.learn_from(project, found)


@contextmanager
def _step(console: Console, title: str) -> Iterator[None]:
    """A line when the step is done; before that a terminal shows its title."""
    with console.status(title):
        yield
    console.print(f"✓ {title}")
