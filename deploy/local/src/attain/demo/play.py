"""The demonstration from curtain to curtain; its acts are in the order in which it happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from attain.demo import acts, decisions, delivery
from attain.demo.casting import TooFewSchoolsError
from attain.demo.checks import check
from attain.demo.closing import say_what_is_missing, tell
from attain.demo.register import RegisterRefusedError, take_in
from attain.demo.stage import LostThreadError, Stage
from attain.demo.story import Story
from attain.stack.stack import Stack

ACTS = 12


async def play(stack: Stack, console: Console, *, register: Path | None) -> bool:
    """True when every expected effect was seen."""
    async with Stage.open(stack, Story(datetime.now(UTC))) as stage:
        try:
            await _acts(stage, console, register)
        except (RegisterRefusedError, TooFewSchoolsError) as error:
            console.print(f"The demonstration cannot be played: {error}", style="red")
            return False
        except LostThreadError:
            say_what_is_missing(stage, console)
        return not stage.missed


async def _acts(stage: Stage, console: Console, register: Path | None) -> None:
    with _progress(console) as bar:
        act = Acts(bar)
        act("A register of schools comes in")
        cast = await take_in(stage, register)
        act("The council's directory and the panel are known")
        await acts.people_come_in(stage, cast)
        act("A funding round opens")
        await acts.round_opens(stage, cast)
        act("Schools apply")
        known = await acts.schools_apply(stage, cast)
        act("One school withdraws, one corrects itself")
        await acts.some_change_their_minds(stage, known)
        act("Interests are declared, reviewers score")
        await acts.interests_are_declared(stage, known)
        await acts.reviews_come_in(stage, known)
        act("The panel decides")
        await decisions.the_panel_decides(stage, known)
        act("Decisions are released")
        await decisions.decisions_are_released(stage, known)
        act("Schools answer their offers")
        awards = await decisions.schools_answer(stage, known)
        act("Milestones are evidenced, accepted and paid")
        await delivery.conditions_are_met(stage, known)
        await delivery.milestones_are_paid(stage, awards)
        act("An inspection is published, a concern raised")
        await delivery.schools_are_watched(stage, cast)
        act("Mails, report and trace are checked")
        await check(stage, known, awards)
        act.over()
    tell(stage, console, known, awards)


class Acts:
    """Says which act is being played."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=ACTS)
        self._before: str | None = None

    def __call__(self, title: str) -> None:
        """The last act is over, this one begins."""
        self.over()
        self._before = title
        self._bar.update(self._task, description=title)

    def over(self) -> None:
        """Says so of the act that was played."""
        if self._before:
            self._bar.console.print(f"✓ {self._before}")
            self._bar.advance(self._task)


@contextmanager
def _progress(console: Console) -> Iterator[Progress]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield bar
