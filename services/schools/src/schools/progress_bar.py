"""Shows an import in a terminal: a bar while it runs, and its result."""

from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from schools.domain.files.file import Summary


class ProgressBar:
    """A bar per stage on standard error; called with stage, done and total.

    It shows nothing where standard error is no terminal: a file gets the result alone.
    """

    def __init__(self, *, hidden: bool) -> None:
        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description:<14}"),
            BarColumn(),
            TextColumn("{task.completed:>7,.0f} of {task.total:,.0f}"),
            TimeElapsedColumn(),
        )
        disable = hidden or not console.is_terminal
        self._bars = Progress(*columns, console=console, disable=disable)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Updates the bar of a stage."""
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage.capitalize(), total=total)
        self._bars.update(self._tasks[stage], completed=done, total=total)


def result(summary: Summary) -> str:
    """The result of a file for a terminal."""
    what = "links" if summary.kind == "links" else f"{summary.kind} extract"
    chosen = ",".join(summary.authorities) or "all authorities"
    head = f"{summary.file}: {what} of {summary.extract_date}, {chosen}, {summary.rows:,} rows."
    if summary.repeated:
        return f"{head}\n  This file was applied before: nothing changed and nothing was announced."
    done = (
        f"  {summary.added:,} added, {summary.changed:,} changed, {summary.closed:,} closed, "
        f"{summary.converted:,} converted, {summary.unchanged:,} unchanged."
    )
    if summary.empty_rows:
        done += f"\n  {summary.empty_rows:,} empty {_rows(summary.empty_rows)} skipped."
    if summary.absent:
        done += f"\n  {summary.absent:,} open schools are no longer in it. They stay open."
    if summary.unknown_types:
        named = ", ".join(summary.unknown_types)
        done += f"\n  Unknown types, counted as neither maintained nor academy: {named}."
    return f"{head}\n{done}"


def _rows(number: int) -> str:
    return "row was" if number == 1 else "rows were"
