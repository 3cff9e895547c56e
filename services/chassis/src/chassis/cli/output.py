"""How the commands speak: tables and sentences for people, JSON for programs."""

import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import orjson
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from chassis.contracts.texts import visible

LONDON = ZoneInfo("Europe/London")
WIDE = 240
Json = Annotated[bool, typer.Option("--json", help="JSON, whole, for programs.")]
_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z


def print_json(value: Any) -> None:
    """The whole value, never paged."""
    typer.echo(orjson.dumps(value, default=str, option=_OPTIONS).decode())


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table; into a pipe it is as wide as it needs to be, so that nothing is cut off."""
    table = Table(title=title, title_justify="left")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(text(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


def counted(number: int, thing: str) -> str:
    """A number of things, in words that fit it."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def text(value: Any) -> str:
    """A value as people read it: times in London's."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(LONDON):%d %b %Y %H:%M:%S}"
    if isinstance(value, dict | list):
        return orjson.dumps(value, default=str, option=_OPTIONS).decode()
    return visible(str(value))


def say(sentence: str) -> None:
    """One sentence."""
    typer.echo(sentence)


def fail(sentence: str) -> typer.Exit:
    """Raise this: the sentence on standard error and the exit status 1."""
    typer.echo(sentence, err=True)
    return typer.Exit(1)


def moment(given: str) -> datetime:
    """An instant as it was typed; without a zone it is London's."""
    try:
        parsed = datetime.fromisoformat(given)
    except ValueError:
        raise typer.BadParameter("a time such as 2026-03-02T09:00:00Z or 2026-03-02") from None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=LONDON)
