"""The commands `outbox …`: what is still to send, and sending once more."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chassis import operating
from chassis.backlog import measure
from chassis.cli_output import Json, counted, fail, moment, print_json, print_table, say
from chassis.cli_running import with_store

if TYPE_CHECKING:
    from chassis.resending import Chosen

app = typer.Typer(no_args_is_help=True, help="Events that go out.")


@app.command()
def status(context: typer.Context, as_json: Json = False) -> None:
    """Count what is still to send and what the broker refused."""
    found = with_store(context, _status)
    if as_json:
        print_json([found])
    else:
        print_table("outbox", list(found), [list(found.values())])


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
    from chassis.resending import Chosen

    chosen = Chosen(moment(since), event_type)

    async def done(service: Any) -> int:
        return await _resend(service, amqp_url, to, chosen)

    sent = with_store(context, done)
    if as_json:
        print_json([{"queue": to, "sent": sent}])
    else:
        say(f"Sent {counted(sent, 'event')} to {to}.")


async def _resend(service: Any, given: str | None, queue: str, chosen: "Chosen") -> int:
    from chassis.resending import ResendingError, operators_url, resend

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
