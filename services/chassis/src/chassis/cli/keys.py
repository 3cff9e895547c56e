"""The commands `key …`: show and change the keys that encrypt what the service keeps."""

from dataclasses import asdict
from typing import Any

import typer

from chassis.cli.context import AtRest, with_store
from chassis.cli.output import Json, counted, fail, print_json, say
from chassis.operations import keys
from chassis.operations.audit import audit
from chassis.operations.keys import KeyUse, UnreadableError, sealed_columns
from chassis.storage.encryption import Cipher

SHORT, MOST_NAMED = 12, 5
app = typer.Typer(
    no_args_is_help=True, help="The keys that encrypt kept events and restricted data."
)


@app.command()
def new() -> None:
    """Print a new key. Nothing is changed."""
    from cryptography.fernet import Fernet

    say(Fernet.generate_key().decode())


@app.command()
def status(context: typer.Context, as_json: Json = False) -> None:
    """Check which key encrypts each record: kept events and restricted data."""
    found = with_store(context, _key_use)
    if as_json:
        print_json(asdict(found))
    else:
        say(_sentence(found))
        for key in found.unreadable:
            say(f"  No key opens {_short(key)}.")
    if found.unreadable:
        raise typer.Exit(1)


@app.command()
def rotate(context: typer.Context, as_json: Json = False) -> None:
    """Encrypt every record with the first key. The service may run meanwhile."""
    try:
        found = with_store(context, _rotated)
    except UnreadableError as error:
        raise _refused(context, error) from None
    if as_json:
        print_json(asdict(found))
    else:
        say(_sentence(found))
    if found.older:
        raise fail("A replica still uses an older key. Restart it, then run this command again.")


async def _key_use(service: AtRest) -> KeyUse:
    return await keys.key_use(service.store, _cipher(service), sealed_columns(service.tables))


async def _rotated(service: AtRest) -> KeyUse:
    found = await keys.rotate(service.store, _cipher(service), sealed_columns(service.tables))
    await audit(service.store, "key rotate", service.name, _sentence(found))
    return found


def _cipher(service: AtRest) -> Cipher:
    return Cipher(service.settings.key.get_secret_value())


def _sentence(found: KeyUse) -> str:
    newest, older = counted(found.newest, "record"), f"{found.older:,}"
    return f"With the first key: {newest}. With an older key: {older}."


def _refused(context: typer.Context, error: UnreadableError) -> Any:
    setting = f"{context.obj.name.upper()}_KEY"
    named = ", ".join(_short(key) for key in error.keys[:MOST_NAMED])
    more = " and others" if len(error.keys) > MOST_NAMED else ""
    return fail(
        f"Nothing was changed. No key in {setting} opens {named}{more}. Add their old key to "
        f"{setting}, after the new one. If the old key is lost, discard kept events with "
        "`inbox discard`, and ask for restricted data to be published again."
    )


def _short(key: str) -> str:
    """The start of an event's key, which every command takes; a record of a table whole."""
    return key if ":" in key else key[:SHORT]
