"""The operator's commands on the journal: list its entries, or show the newest."""

from typing import Annotated, Any

import orjson
import typer
from sqlalchemy import ColumnElement

from chassis.cli import AtRest, Json, print_json, print_table, with_store
from reporting.domain.entry import Entry
from reporting.store import JOURNAL, entries

Subject = Annotated[
    str | None, typer.Option(help="Only entries about this application, school or award.")
]
OfType = Annotated[str | None, typer.Option("--type", help="Only types that start with this.")]


app = typer.Typer(no_args_is_help=True, help="Show entries of the journal.")


@app.command("list")
def list_entries(
    context: typer.Context,
    after: Annotated[int, typer.Option(help="Only entries after this position.")] = 0,
    subject: Subject = None,
    type_: OfType = None,
    as_json: Json = False,
) -> None:
    """List entries in the order of their positions. The JSON includes their data."""
    wanted = _conditions(subject, type_)
    with_store(context, lambda service: _list(service, after, wanted, as_json=as_json))


@app.command()
def tail(
    context: typer.Context,
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, max=10_000)] = 20,
    as_json: Json = False,
) -> None:
    """Show the newest entries, the newest last."""
    found = with_store(context, lambda service: _tail(service, lines))
    if as_json:
        print_json([entry._asdict() for entry in found])
    else:
        _table(f"The newest {len(found)} entries", found)


def _conditions(subject: str | None, type_: str | None) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if subject:
        wanted.append(JOURNAL.c.subject == subject)
    if type_:
        wanted.append(JOURNAL.c.type.startswith(type_, autoescape=True))
    return wanted


async def _list(
    service: AtRest, after: int, wanted: list[ColumnElement[bool]], *, as_json: bool
) -> None:
    """Prints chunk by chunk, so that memory stays small for a journal of any length."""
    separator = "["
    async with service.store.reading() as session:
        async for chunk in entries.entries(session, *wanted, after=after):
            if not as_json:
                _table(f"Entries {chunk[0].position} to {chunk[-1].position}", chunk)
                continue
            for entry in chunk:
                typer.echo(separator + orjson.dumps(entry._asdict()).decode(), nl=False)
                separator = ",\n"
    if as_json:
        typer.echo("]" if separator != "[" else "[]")


async def _tail(service: AtRest, lines: int) -> list[Entry]:
    async with service.store.reading() as session:
        return await entries.newest(session, lines)


def _table(title: str, listed: list[Entry]) -> None:
    heads = ["Position", "Time", "Type", "Subject", "Version", "Trace"]
    print_table(title, heads, [_cells(entry) for entry in listed])


def _cells(entry: Entry) -> tuple[Any, ...]:
    kind = entry.type.removeprefix("council.")
    version, trace = entry.aggregate_version, entry.trace_id
    return entry.position, entry.time, kind, entry.subject, version, trace
