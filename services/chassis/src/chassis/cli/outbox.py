"""The commands `outbox …`: what is still to send, what was refused, and sending once more."""

from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chassis.cli.context import with_store
from chassis.cli.output import Json, counted, fail, moment, print_json, print_table, say
from chassis.operations import inbox as operating
from chassis.operations import outbox as unsent
from chassis.operations.backlog import measure

if TYPE_CHECKING:
    from chassis.operations.resend import Chosen

app = typer.Typer(no_args_is_help=True, help="Events that go out.")
HEADS = ["number", "state", "event", "about", "to", "created", "refusals", "error"]
LISTED = ["number", "state", "event_type", "subject", "exchange", "created_at", "refusals", "error"]


class Unsent(StrEnum):
    """The states in which an event lies in the outbox."""

    pending = "pending"
    set_aside = "set-aside"


@app.command()
def status(context: typer.Context, as_json: Json = False) -> None:
    """Count what is still to send and what the broker refused."""
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
    """List the events that are still to send, and those that the broker refused five times."""
    wanted = state.value if state else None
    rows = with_store(context, lambda service: unsent.unsent(service.store, wanted))
    if as_json:
        print_json(rows)
    elif rows:
        lines = [[row[name] for name in LISTED] for row in rows]
        print_table(counted(len(rows), "event"), HEADS, lines)
    else:
        say("Nothing was set aside." if state is Unsent.set_aside else "Everything was sent.")


@app.command()
def retry(
    context: typer.Context,
    numbers: Annotated[list[int] | None, typer.Argument(help="Their numbers in the list.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that were set aside.")] = False,
    as_json: Json = False,
) -> None:
    """Give what was set aside to the relay again, once what the broker refused is mended."""
    if bool(numbers) is everything:
        raise fail("Say which: the NUMBERs that `outbox list --state set-aside` shows, or --all.")
    chosen = None if everything else numbers
    done = with_store(context, lambda service: unsent.retry(service.store, chosen))
    if missed := sorted(set(numbers or ()) - set(done)):
        fail(f"Not set aside, and so left alone: {', '.join(map(str, missed))}.")
    if as_json:
        print_json(done)
    else:
        say(f"Given to the relay again: {counted(len(done), 'event')}.")
    if missed:
        raise typer.Exit(1)


@app.command()
def replay(
    context: typer.Context,
    since: Annotated[str, typer.Option(help="From this moment on, 2026-03-02T09:00:00Z.")],
    to: Annotated[str, typer.Option(help="The one queue that gets them: reporting.inbox.")],
    event_type: Annotated[str | None, typer.Option("--type", help="Only this type.")] = None,
    amqp_url: Annotated[
        str | None, typer.Option(help="The broker, with an operator's credentials.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Send events once more to one queue; needs an operator's credentials."""
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
        raise fail("This needs the operator's address of the broker: give --amqp-url.")
    try:
        sent = await resend(service.store, url, queue, chosen)
    except ResendingError as error:
        raise fail(str(error)) from None
    since = chosen.since.astimezone(UTC).isoformat()
    said = f"{sent} events since {since} {chosen.event_type or ''}".strip()
    await operating.audit(service.store, "outbox replay", queue, said)
    return sent


async def _status(service: Any) -> dict[str, Any]:
    counts = asdict(await measure(service.store, datetime.now(UTC)))
    return {name: counts[name] for name in ("pending", "oldest_seconds", "set_aside")}
