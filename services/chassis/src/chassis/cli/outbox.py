"""The commands `outbox …`: events to be sent, events set aside, and sending again."""

from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chassis.cli.context import with_store
from chassis.cli.output import Json, counted, fail, moment, print_json, print_table, say
from chassis.operations import outbox
from chassis.operations.audit import audit
from chassis.operations.status import measure

if TYPE_CHECKING:
    from chassis.operations.resend import Chosen

app = typer.Typer(no_args_is_help=True, help="Events that this service sends.")
HEADS = ["number", "state", "event", "about", "to", "created", "refusals", "error"]
LISTED = ["number", "state", "event_type", "subject", "exchange", "created_at", "refusals", "error"]


class Unsent(StrEnum):
    """The states in which an event lies in the outbox."""

    pending = "pending"
    set_aside = "set-aside"


@app.command()
def status(context: typer.Context, as_json: Json = False) -> None:
    """Count the events to be sent and the events that the broker refused."""
    found = with_store(context, _status)
    if as_json:
        print_json([found])
    else:
        print_table("outbox", list(found), [list(found.values())])


@app.command("list")
def list_(
    context: typer.Context,
    state: Annotated[Unsent | None, typer.Option(help="Only these.")] = None,
    as_json: Json = False,
) -> None:
    """List the events to be sent, and those set aside after five refusals by the broker."""
    wanted = state.value if state else None
    rows = with_store(context, lambda service: outbox.unsent(service.store, wanted))
    if as_json:
        print_json(rows)
    elif rows:
        lines = [[row[name] for name in LISTED] for row in rows]
        print_table(counted(len(rows), "event"), HEADS, lines)
    else:
        say(
            "No events are set aside."
            if state is Unsent.set_aside
            else "No events waiting to be sent."
        )


@app.command()
def retry(
    context: typer.Context,
    numbers: Annotated[list[int] | None, typer.Argument(help="Their numbers in the list.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that were set aside.")] = False,
    as_json: Json = False,
) -> None:
    """Send events that were set aside again, once the cause is fixed."""
    if bool(numbers) is everything:
        raise fail("Give NUMBERs from `outbox list --state set-aside`, or --all.")
    chosen = None if everything else numbers
    done = with_store(context, lambda service: outbox.retry(service.store, chosen))
    if missed := sorted(set(numbers or ()) - set(done)):
        fail(f"These events are not set aside: {', '.join(map(str, missed))}.")
    if as_json:
        print_json(done)
    else:
        say(f"{counted(len(done), 'event')} will be sent again.")
    if missed:
        raise typer.Exit(1)


@app.command()
def replay(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="From this time, such as 2026-03-02T09:00:00Z.")],
    to: Annotated[str, typer.Option(help="The queue, such as reporting.inbox.")],
    event_type: Annotated[str | None, typer.Option("--type", help="Only this type.")] = None,
    amqp_url: Annotated[
        str | None, typer.Option(help="The broker, with an operator's credentials.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Send events again to one queue. This needs the operator's credentials."""
    from chassis.operations.resend import Chosen

    chosen = Chosen(moment(since), event_type)

    async def done(service: Any) -> int:
        return await _resend(service, amqp_url, to, chosen)

    sent = with_store(context, done)
    if as_json:
        print_json([{"queue": to, "sent": sent}])
    else:
        say(f"Sent {counted(sent, 'event')} to {to}.")


async def _resend(service: Any, given: str | None, queue: str, chosen: "Chosen") -> int:
    from chassis.operations.resend import ResendingError, operators_url, resend

    settings = service.settings
    url = given or operators_url(settings.amqp_url, service.name, settings.data_dir)
    if url is None:
        raise fail("Give the broker's address with the operator's user as --amqp-url.")
    try:
        sent = await resend(service.store, url, queue, chosen)
    except ResendingError as error:
        raise fail(str(error)) from None
    since = chosen.since.astimezone(UTC).isoformat()
    said = f"{sent} events since {since} {chosen.event_type or ''}".strip()
    await audit(service.store, "outbox replay", queue, said)
    return sent


async def _status(service: Any) -> dict[str, Any]:
    counts = asdict(await measure(service.store, datetime.now(UTC)))
    return {name: counts[name] for name in ("pending", "oldest_seconds", "set_aside")}
