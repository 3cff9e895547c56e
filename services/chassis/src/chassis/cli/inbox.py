"""The commands `inbox …`: list, show, replay and discard events that are not applied."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from chassis.cli.context import with_store
from chassis.cli.output import Json, counted, fail, moment, print_json, print_table, say
from chassis.contracts.identity import REUSED
from chassis.operations import inbox
from chassis.operations.inbox import Choice
from chassis.operations.redaction import kept_body
from chassis.operations.status import is_overdue, status_of
from chassis.storage.tables import InboxRow

SHORT = 12  # enough to tell events apart, and every command takes the start of a key
NEVER = (
    "Its id belongs to another event, so it cannot be replayed. Ask its publisher to send it with "
    "a new id, then discard this one with `inbox discard`."
)
HEADS = ["key", "state", "event", "subject", "from", "received", "why"]
Key = Annotated[str, typer.Argument(help="Its key, or the start of it.")]
app = typer.Typer(no_args_is_help=True, help="Events that wait or are parked.")


class State(StrEnum):
    """The states of an event that is not applied."""

    waiting = "waiting"
    ready = "ready"
    parked = "parked"
    discarded = "discarded"


@app.command("list")
def list_(
    context: typer.Context,
    state: Annotated[State | None, typer.Option(help="Only these.")] = None,
    reason: Annotated[str | None, typer.Option(help="Only those with this code.")] = None,
    as_json: Json = False,
) -> None:
    """List the events that wait, are ready or are parked. With --state, the discarded ones."""
    choice = Choice(state.value if state else None, reason)

    async def found(service: Any) -> list[InboxRow]:
        await _check_reason(service, reason)
        return await inbox.unsettled(service.store, choice)

    rows = with_store(context, found)
    if as_json:
        print_json([inbox.shown(row) for row in rows])
    elif rows:
        print_table(counted(len(rows), "event"), HEADS, [_line(row) for row in rows])
    elif state or reason:
        say("No events match.")
    else:
        say("No events are waiting or parked.")


@app.command()
def show(context: typer.Context, key: Key, as_json: Json = False) -> None:
    """Show one event: its state, its attributes, what it waits for, and the fields of its data."""
    event = with_store(context, lambda service: _shown(service, key))
    if event is None:
        raise fail(f"No single event has a key that starts with {key}. Give more of the key.")
    if as_json:
        print_json(event)
    else:
        print_table(event["key"], ["what", "value"], list(event.items()))


@app.command()
def replay(
    context: typer.Context,
    key: Annotated[str | None, typer.Argument(help="Its key, or the start of it.")] = None,
    reason: Annotated[str | None, typer.Option(help="All events with this reason code.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All events that wait or are parked.")
    ] = False,
    as_of: Annotated[str | None, typer.Option(help="Judge them as of this time.")] = None,
    as_json: Json = False,
) -> None:
    """Try events again. The running service applies them within a second."""
    if sum([key is not None, reason is not None, everything]) != 1:
        raise fail("Give a KEY, --reason CODE or --all.")
    judged = moment(as_of) if as_of else None

    if reason == REUSED.code:
        raise fail(NEVER)

    async def done(service: Any) -> list[str]:
        await _check_reason(service, reason)
        keys = None if key is None else await _replayable(service, key)
        return await inbox.replay(service.store, Choice(reason=reason, keys=keys), as_of=judged)

    keys = with_store(context, done)
    if key is not None and not keys:
        raise fail(f"No event that waits or is parked has the key {key}.")
    _tell(keys, f"{counted(len(keys), 'event')} will be tried again.", as_json=as_json)


@app.command()
def discard(
    context: typer.Context,
    key: Key,
    reason: Annotated[str, typer.Option(help="The reason. It is kept in the audit.")],
    as_json: Json = False,
) -> None:
    """Discard an event. Its body is deleted and it is never applied."""

    async def done(service: Any) -> list[str]:
        keys = await _whole(service, key)
        return [one for one in keys if await inbox.discard(service.store, one, reason)]

    keys = with_store(context, done)
    if not keys:
        raise fail(f"No event that waits or is parked has the key {key}.")
    _tell(keys, f"Discarded {keys[0]}.", as_json=as_json)


async def _check_reason(service: Any, reason: str | None) -> None:
    """A mistyped code is an error: an empty list would look like good news."""
    if reason is None:
        return
    known = await inbox.reason_codes(service.store)
    if reason not in known:
        listed = ", ".join(sorted(known))
        raise fail(f"No event has the reason {reason}. Reasons known here: {listed}.")


async def _shown(service: Any, key: str) -> dict[str, Any] | None:
    pair = await inbox.one(service.store, key)
    if pair is None:
        return None
    row, things = pair
    body = kept_body(row, service.settings.key.get_secret_value())
    more = {"waits_for": things, "traceback": row.traceback, "body": body}
    return {**inbox.shown(row), **more}


async def _whole(service: Any, key: str) -> list[str]:
    pair = await inbox.one(service.store, key)
    return [pair[0].key] if pair else []


async def _replayable(service: Any, key: str) -> list[str]:
    pair = await inbox.one(service.store, key)
    if pair and pair[0].state == "parked" and not inbox.is_replayable(pair[0]):
        raise fail(NEVER)
    return [pair[0].key] if pair else []


def _line(row: InboxRow) -> list[Any]:
    why = " ".join(str(reason.get("message", "")) for reason in row.reasons)
    state = f"{status_of(row)} (overdue)" if is_overdue(row) else row.state
    return [row.key[:SHORT], state, row.event_type, row.subject, row.source, row.received_at, why]


def _tell(keys: list[str], sentence: str, *, as_json: bool) -> None:
    if as_json:
        print_json(keys)
    else:
        say(sentence)
