"""The command `audit list`: what operators did; a service's own commands record it here too."""

from typing import Annotated

import typer

from chassis.cli.context import AtRest, with_store
from chassis.cli.output import Json, counted, print_json, print_table, say
from chassis.operations.audit import audit, audited

app = typer.Typer(no_args_is_help=True, help="The record of what operators did.")
HEADS = ["when", "who", "action", "target", "reason"]


@app.callback()
def group() -> None:
    """Keeps `list` a word of its own while it is the only command."""


@app.command("list")
def list_(
    context: typer.Context,
    target: Annotated[str, typer.Option(help="Only of this key, or the start of it.")] = "",
    lines: Annotated[int, typer.Option("--lines", "-n", min=1, max=10_000)] = 100,
    as_json: Json = False,
) -> None:
    """List what operators did, the newest first: replays, discards, retries, resends, keys."""
    rows = with_store(context, lambda service: audited(service.store, lines, target))
    if as_json:
        print_json([row.model_dump() for row in rows])
    elif rows:
        cells = [[row.at, row.who, row.action, row.target, row.reason] for row in rows]
        print_table(counted(len(rows), "action"), HEADS, cells)
    else:
        say("No actions are recorded.")


async def record_action(service: AtRest, action: str, target: str, reason: str = "") -> None:
    """Record what an operator did with a command of the service's own."""
    await audit(service.store, action, target, reason)
