"""The commands `key …`: the keys that seal what waits or is parked, and changing them."""

from dataclasses import asdict
from typing import Any

import typer

from chassis.cli.context import AtRest, with_store
from chassis.cli.output import Json, counted, fail, print_json, say
from chassis.operations import inbox as operating
from chassis.operations import keys as rotating
from chassis.operations.keys import Standing, UnreadableError
from chassis.storage.encryption import Bodies

SHORT, MOST_NAMED = 12, 5
app = typer.Typer(no_args_is_help=True, help="The keys that seal what waits or is parked.")


@app.command()
def new() -> None:
    """Print a new key; nothing is changed."""
    from cryptography.fernet import Fernet

    say(Fernet.generate_key().decode())


@app.command()
def status(context: typer.Context, as_json: Json = False) -> None:
    """Try every kept body against the keys of the setting."""
    found = with_store(context, _standing)
    if as_json:
        print_json(asdict(found))
    else:
        say(_sentence(found))
        for key in found.unreadable:
            say(f"  opens with none of the keys: {key[:SHORT]}")
    if found.unreadable:
        raise typer.Exit(1)


@app.command()
def rotate(context: typer.Context, as_json: Json = False) -> None:
    """Seal every kept body with the first key of the setting, while the service runs."""
    try:
        found = with_store(context, _rotated)
    except UnreadableError as error:
        raise _refused(context, error) from None
    if as_json:
        print_json(asdict(found))
    else:
        say(_sentence(found))
    if found.older:
        raise fail("Some replica still seals with an older key: restart it, then say this again.")


async def _standing(service: AtRest) -> Standing:
    return await rotating.standing(service.store, _bodies(service))


async def _rotated(service: AtRest) -> Standing:
    found = await rotating.rotate(service.store, _bodies(service))
    await operating.audit(service.store, "key rotate", service.name, _sentence(found))
    return found


def _bodies(service: AtRest) -> Bodies:
    return Bodies(service.settings.key.get_secret_value())


def _sentence(found: Standing) -> str:
    newest, older = counted(found.newest, "kept event"), f"{found.older:,}"
    return f"Sealed with the first key: {newest}; with an older one: {older}."


def _refused(context: typer.Context, error: UnreadableError) -> Any:
    setting = f"{context.obj.name.upper()}_KEY"
    named = ", ".join(key[:SHORT] for key in error.keys[:MOST_NAMED])
    more = " and others" if len(error.keys) > MOST_NAMED else ""
    return fail(
        f"Nothing was changed: none of the keys in {setting} opens {named}{more}. Add the key that "
        f"they were sealed with to {setting}, after the new one; where that is lost for good, "
        "`inbox discard` gives them up."
    )
