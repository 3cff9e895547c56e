"""The commands `letter …`: list and show the letters that were sent, send one again, erase one."""

from datetime import UTC, datetime
from typing import Annotated, Any, cast

import typer

from chassis.cli import (
    AtRest,
    Json,
    counted,
    fail,
    print_json,
    print_table,
    record_action,
    say,
    with_store,
)
from notifications.settings import Settings
from notifications.store import LETTERS, LetterRow
from notifications.texts.render import Rendered
from notifications.use_cases.letters import (
    LetterChangedError,
    LetterErasedError,
    content_of,
    erase,
    find_letter,
    list_letters,
    resend_letter,
)

app = typer.Typer(no_args_is_help=True, help="Letters: decisions, offers and awards, as sent.")
SHORT = 12  # enough to tell letters apart, and every command takes the start of an id
HEADS = ["id", "message", "person", "stored", "erased", "SHA-256"]
Id = Annotated[str, typer.Argument(help="Its id, or the start of it.")]


@app.command("list")
def list_(
    context: typer.Context,
    about: Annotated[str, typer.Option(help="The application or the award.")],
    as_json: Json = False,
) -> None:
    """List the letters about a reference, the newest first."""

    async def listed(service: AtRest) -> list[LetterRow]:
        async with service.store.reading() as session:
            return await list_letters(session, about)

    found = with_store(context, listed)
    if as_json:
        print_json([_as_json(each) for each in found])
    elif found:
        print_table(counted(len(found), "letter"), HEADS, [_line(each) for each in found])
    else:
        say(f"No letters about {about}.")


@app.command()
def show(
    context: typer.Context,
    letter: Id,
    html: Annotated[bool, typer.Option("--html", help="Only the HTML, for a browser.")] = False,
    as_json: Json = False,
) -> None:
    """Show a letter as it was sent, and check its hash. Of an erased one only the hash is left."""
    found, content = with_store(context, lambda service: _opened(service, letter))
    if html:
        if content is None:
            raise fail(_erased(found))
        typer.echo(content.html)
    elif as_json:
        parts = {"subject": None, "text": None, "html": None}
        given = {name: getattr(content, name) for name in parts} if content else parts
        print_json(_as_json(found) | given)
    else:
        _show(found, content)


@app.command()
def resend(context: typer.Context, letter: Id, as_json: Json = False) -> None:
    """Send a letter again, byte for byte, to the same person at their present address."""
    sent = with_store(context, lambda service: _sent_again(service, letter))
    if as_json:
        print_json([sent])
    else:
        say(f"The letter will be sent again, as delivery {sent}.")


@app.command("erase")
def erase_(
    context: typer.Context,
    letter: Id,
    reason: Annotated[str, typer.Option(help="Why. It is recorded.")],
) -> None:
    """Erase a letter's content. Its hash stays. This cannot be undone."""
    if not reason.strip():
        raise typer.BadParameter("say why you erase it", param_hint="--reason")
    erased = with_store(context, lambda service: _erase(service, letter, reason.strip()))
    say(f"Letter {erased[:SHORT]} is erased. Its hash stays.")


async def _found(service: AtRest, start: str) -> LetterRow:
    async with service.store.reading() as session:
        found = await find_letter(session, start)
    if found is None:
        raise fail(f"No single letter has an id that starts with {start}. Give more of the id.")
    return found


async def _opened(service: AtRest, start: str) -> tuple[LetterRow, Rendered | None]:
    found = await _found(service, start)
    try:
        return found, content_of(found, _settings(service))
    except LetterErasedError:
        return found, None
    except LetterChangedError:
        raise fail(f"What is stored of letter {found.id} does not have its hash.") from None
    except ValueError:
        raise fail(
            f"No key in NOTIFICATIONS_KEY opens letter {found.id}. Add the key that sealed it, "
            "after the present one. `notifications key status` lists what no key opens."
        ) from None


async def _sent_again(service: AtRest, start: str) -> str:
    found, content = await _opened(service, start)
    if content is None:
        raise fail(f"{_erased(found)} It cannot be sent again.")
    try:
        async with service.store.writing() as session:
            sent = await resend_letter(session, found, datetime.now(UTC), _settings(service))
    except LetterErasedError:
        raise fail(f"Letter {found.id} was erased. It cannot be sent again.") from None
    await record_action(service, "letter resend", found.id, f"delivery {sent}")
    return sent


async def _erase(service: AtRest, start: str, reason: str) -> str:
    found = await _found(service, start)
    if found.content is None:
        raise fail(_erased(found))
    async with service.store.writing() as session:
        erased = await erase(session, datetime.now(UTC), LETTERS.c.id == found.id)
    if not erased:
        raise fail(f"Letter {found.id} waits to be sent. Erase it when it has a final state.")
    await record_action(service, "letter erase", found.id, reason)
    return found.id


def _show(found: LetterRow, content: Rendered | None) -> None:
    shown = _as_json(found)
    shown["content"] = "as its hash says" if content else "erased"
    print_table(found.id, ["what", "value"], list(shown.items()))
    if content:
        say(f"\nSubject: {content.subject}\n")
        say(content.text)


def _erased(found: LetterRow) -> str:
    return f"Letter {found.id} was erased on {found.erased_at:%-d %B %Y}. Only its hash is left."


def _as_json(found: LetterRow) -> dict[str, Any]:
    given = found.model_dump(mode="json", exclude={"content", "id", "reference"})
    return {"letter": found.id, "about": found.reference, **given}


def _line(found: LetterRow) -> list[object]:
    shown = [found.template, found.person, found.kept_at, found.erased_at, found.sha256]
    return [found.id[:SHORT], *shown]


def _settings(service: AtRest) -> Settings:
    return cast("Settings", service.settings)
