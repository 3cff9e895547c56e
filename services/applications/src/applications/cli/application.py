"""The command `application end`: an officer ends an application that is on hold."""

from typing import Annotated, Any

import typer

from chassis import NotYet
from chassis.cli import fail, say, with_service
from chassis.domain import Refused

app = typer.Typer(no_args_is_help=True, help="What officers do to an application.")


@app.callback()
def group() -> None:
    """Keeps `end` a word of its own while it is the only command."""


@app.command()
def end(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(help="A reference, such as A-2026-0001.")],
    reason: Annotated[str, typer.Option(help="Why. The school is told, and it is recorded.")],
    by: Annotated[str, typer.Option(help="The officer's id in the directory, such as p-1001.")],
) -> None:
    """End an application that is on hold, because no school takes the closed one's place."""
    if not reason.strip():
        raise typer.BadParameter("say why it ends", param_hint="--reason")
    if not by.strip():
        raise typer.BadParameter("say who ends it", param_hint="--by")

    async def run(service: Any) -> None:
        from applications.use_cases.ending import end_on_hold

        async with service.work() as work:
            await end_on_hold(reference, reason.strip(), by.strip(), work)

    try:
        with_service(context, run)
    except Refused as refused:
        raise fail(" ".join(each.message for each in refused.reasons)) from None
    except NotYet:
        raise fail(f"There is no application {reference}.") from None
    say(f"{reference} has ended. Its contact and the officers will be told.")
