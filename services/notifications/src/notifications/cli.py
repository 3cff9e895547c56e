"""The operator's commands of this service."""

from typing import Annotated

import typer

from chassis.cli import AtRest, Json, print_json, print_table, say, service_cli, with_store
from notifications.settings import Settings
from notifications.use_cases.listing import Choice, Delivery, list_deliveries

app = service_cli("notifications", Settings)
HEADS = ["about", "message", "person", "state", "reason", "tries", "created"]


@app.command()
def deliveries(
    context: typer.Context,
    state: Annotated[str | None, typer.Option(help="Show only deliveries in this state.")] = None,
    about: Annotated[
        str | None, typer.Option(help="Show only deliveries about this reference.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the deliveries of messages, the newest first. Addresses are masked."""
    choice = Choice(state=state, about=about)
    found = with_store(context, lambda service: _found(service, choice))
    if as_json:
        print_json([delivery.model_dump(mode="json") for delivery in found])
    elif found:
        lines = [[getattr(each, name) for name in _SHOWN] for each in found]
        print_table(f"{len(found)} deliveries", HEADS, lines)
    else:
        say("No deliveries.")


async def _found(service: AtRest, choice: Choice) -> list[Delivery]:
    async with service.store.reading() as session:
        return await list_deliveries(session, choice)


_SHOWN = ["about", "template", "person", "state", "reason", "attempts", "created_at"]
