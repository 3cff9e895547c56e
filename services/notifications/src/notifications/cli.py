"""The operator's commands of this service."""

from pathlib import Path
from typing import Annotated

import typer

from chassis.cli import AtRest, Json, print_json, print_table, say, service_cli, with_store
from notifications import examples as messages
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


@app.command()
def examples(
    folder: Annotated[Path, typer.Argument(help="The documentation's folder.")],
) -> None:
    """Write an example of each message: messages.md, and the HTML of each beside it."""
    found = list(messages.examples())
    pages = folder / "messages"
    pages.mkdir(parents=True, exist_ok=True)
    for page in pages.glob("*.html"):
        page.unlink()
    for each in found:
        (pages / f"{each.template}.html").write_text(each.rendered.html, "utf-8")
    (folder / "messages.md").write_text(messages.index(found), "utf-8")
    say(f"{len(found)} messages.")


async def _found(service: AtRest, choice: Choice) -> list[Delivery]:
    async with service.store.reading() as session:
        return await list_deliveries(session, choice)


_SHOWN = ["about", "template", "person", "state", "reason", "attempts", "created_at"]
