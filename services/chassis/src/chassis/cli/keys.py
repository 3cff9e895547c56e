"""The commands `key …`: show and change the keys that encrypt kept events."""

from dataclasses import asdict
from typing import Any

import typer

from chassis.cli.context import AtRest, with_store
from chassis.cli.output import Json, counted, fail, print_json, say
from chassis.operations import keys
from chassis.operations.audit import audit
from chassis.operations.keys import KeyUse, UnreadableError
from chassis.storage.encryption import Bodies

SHORT, MOST_NAMED = 12, 5
app = typer.Typer(no_args_is_help=True, help="The keys that encrypt kept events.")


@app.command()
def new() -> None:
    """Print a new key. Nothing is changed."""
    from cryptography.fernet import Fernet

    say(Fernet.generate_key().decode())


@app.command()
def status(context: typer.Context, as_json: Json = False) -> None:
    """Check which key encrypts each kept event."""
    found = with_store(context, _key_use)
    if as_json:
        print_json(asdict(found))
    else:
        say(_sentence(found))
        for key in found.unreadable:
            say(f"  No key opens {key[:SHORT]}.")
    if found.unreadable:
        raise typer.Exit(1)


@app.command()
def rotate(context: typer.Context, as_json: Json = False) -> None:
    """Encrypt every kept event with the first key. The service may run meanwhile."""
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
    return await keys.key_use(service.store, _bodies(service))


async def _rotated(service: AtRest) -> KeyUse:
    found = await keys.rotate(service.store, _bodies(service))
    await audit(service.store, "key rotate", service.name, _sentence(found))
    return found


def _bodies(service: AtRest) -> Bodies:
    return Bodies(service.settings.key.get_secret_value())


def _sentence(found: KeyUse) -> str:
    newest, older = counted(found.newest, "kept event"), f"{found.older:,}"
    return f"With the first key: {newest}. With an older key: {older}."


def _refused(context: typer.Context, error: UnreadableError) -> Any:
    setting = f"{context.obj.name.upper()}_KEY"
    named = ", ".join(key[:SHORT] for key in error.keys[:MOST_NAMED])
    more = " and others" if len(error.keys) > MOST_NAMED else ""
    return fail(
        f"Nothing was changed. No key in {setting} opens {named}{more}. Add their old key to "
        f"{setting}, after the new one. If the old key is lost, discard them with `inbox discard`."
    )
