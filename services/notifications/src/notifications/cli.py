"""The operator's commands of this service."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chassis.cli import (
    AtRest,
    Json,
    fail,
    print_json,
    print_table,
    record_action,
    say,
    service_cli,
    with_store,
)
from notifications import examples as messages
from notifications import letter_cli
from notifications.domain import states
from notifications.settings import Settings
from notifications.store import metadata
from notifications.use_cases.listing import Choice, Delivery, find_delivery, list_deliveries
from notifications.use_cases.resending import resend as send_again

app = service_cli("notifications", Settings, tables=lambda: metadata)
app.add_typer(letter_cli.app, name="letter")
SHORT = 12  # enough to tell deliveries apart, and every command takes the start of an id
HEADS = ["id", "about", "message", "person", "state", "reason", "tries", "created"]
Id = Annotated[str, typer.Argument(help="Its id, or the start of it.")]


class State(StrEnum):
    """The states of a delivery."""

    awaiting_recipient = states.AWAITING_RECIPIENT
    queued = states.QUEUED
    delivered = states.DELIVERED
    permanent = states.PERMANENT
    exhausted = states.EXHAUSTED
    technical = states.TECHNICAL
    no_recipient = states.NO_RECIPIENT
    not_sent = states.NOT_SENT


@app.command()
def deliveries(
    context: typer.Context,
    state: Annotated[State | None, typer.Option(help="Show only deliveries in this state.")] = None,
    about: Annotated[
        str | None, typer.Option(help="Show only deliveries about this reference.")
    ] = None,
    person: Annotated[str | None, typer.Option(help="Show only deliveries to this person.")] = None,
    event: Annotated[
        str | None, typer.Option(help="Show only deliveries because of this event's id.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the deliveries of messages, the newest first. Addresses are masked."""
    choice = Choice(
        state=state.value if state else None, about=about, person=person, event_id=event
    )
    found = with_store(context, lambda service: _found(service, choice))
    if as_json:
        print_json([delivery.model_dump(mode="json") for delivery in found])
    elif found:
        print_table(f"{len(found)} deliveries", HEADS, [_line(each) for each in found])
    else:
        say("No deliveries.")


@app.command()
def show(context: typer.Context, delivery: Id, as_json: Json = False) -> None:
    """Show one delivery: its message, recipient, state and attempts. The address is masked."""
    found = with_store(context, lambda service: _one(service, delivery))
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        print_table(found.notification, ["what", "value"], list(found.model_dump().items()))


@app.command()
def resend(context: typer.Context, delivery: Id, as_json: Json = False) -> None:
    """Send a delivery again. The running service sends it within a second."""
    sent = with_store(context, lambda service: _sent_again(service, delivery))
    if as_json:
        print_json([sent])
    else:
        say(f"{sent} will be sent again.")


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


async def _one(service: AtRest, start: str) -> Delivery:
    async with service.store.reading() as session:
        found = await find_delivery(session, start)
    if found is None:
        raise fail(f"No single delivery has an id that starts with {start}. Give more of the id.")
    return found


async def _sent_again(service: AtRest, start: str) -> str:
    found = await _one(service, start)
    async with service.store.writing() as session:
        queued = await send_again(session, found.notification, datetime.now(UTC))
    if not queued:
        raise fail(
            f"{found.notification} is {found.state}. Only a message that was sent, or that failed, "
            "can be sent again, and no letter that was erased."
        )
    await record_action(service, "resend", found.notification)
    return found.notification


def _line(delivery: Delivery) -> list[object]:
    return [delivery.notification[:SHORT], *(getattr(delivery, name) for name in _SHOWN)]


_SHOWN = ["about", "template", "person", "state", "reason", "attempts", "created_at"]
