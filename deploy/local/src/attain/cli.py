"""The `attain` command: runs one stack on one machine."""

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from attain.cli_options import HERE, DataDir, Json, console, errors_in_words
from attain.cli_publisher import app as publisher_app
from attain.settings.folder import DataFolder
from chassis.cli import DataDirBehind

app = typer.Typer(
    cls=DataDirBehind, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


@app.command("up")
def up_command(
    data_dir: DataDir = HERE,
    demo: Annotated[bool, typer.Option(help="Play the demonstration.")] = False,
    exit_: Annotated[bool, typer.Option("--exit", help="End after the demonstration.")] = False,
    ports: Annotated[
        str | None, typer.Option(help="auto, or the first of eight ports [8101].")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(help="Such as postgresql+asyncpg://user@host/attain_{service} [SQLite]."),
    ] = None,
    register: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A register extract to use."),
    ] = None,
) -> None:
    """Start RabbitMQ, a mail server and the four services, and keep them running."""
    from aio_pika.exceptions import AMQPError

    from attain.commands.up import up
    from attain.scenario import run as demonstration

    play = partial(demonstration, register=register) if demo else None
    with errors_in_words(AMQPError):
        shown = asyncio.run(
            up(
                DataFolder.at(data_dir),
                console(),
                ports=ports,
                store=store,
                play=play,
                stay=not exit_,
            )
        )
    raise typer.Exit(0 if shown else 1)


@app.command("demo")
def demo_command(
    data_dir: DataDir = HERE,
    register: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A register extract to use."),
    ] = None,
) -> None:
    """Play the demonstration on a running stack."""
    from aio_pika.exceptions import AMQPError

    from attain.scenario import run as demonstration
    from attain.settings import plan
    from attain.stack.stack import Stack

    folder = DataFolder.at(data_dir)
    with errors_in_words(AMQPError):
        stack = Stack(folder, plan.existing(folder))
        shown = asyncio.run(demonstration(stack, console(), register=register))
    raise typer.Exit(0 if shown else 1)


@app.command("down")
def down_command(data_dir: DataDir = HERE) -> None:
    """Stop the stack. Its data stays for the next start."""
    from attain.commands.down import down

    with errors_in_words():
        stopped = down(DataFolder.at(data_dir))
    typer.echo("Stopped." if stopped else "Nothing was running.")


@app.command("status")
def status_command(data_dir: DataDir = HERE, as_json: Json = False) -> None:
    """Show what runs, what is wrong and what is unfinished; exit status 1 when not ready."""
    from attain.commands import status

    with errors_in_words():
        document = status.status(DataFolder.at(data_dir))
    if as_json:
        typer.echo(json.dumps(document, indent=2))
    else:
        console().print(status.in_words(document))
    raise typer.Exit(0 if document["ready"] else 1)


@app.command("publish")
def publish_command(  # noqa: PLR0917  one parameter per option
    files: Annotated[list[str], typer.Argument(help="Files with events. - is standard input.")],
    system: Annotated[str, typer.Option("--as", help="The system to publish as.")],
    data_dir: DataDir = HERE,
    event_type: Annotated[
        str | None, typer.Option("--type", help="Event type, if the files hold bare data.")
    ] = None,
    subject: Annotated[str | None, typer.Option(help="Subject, if the data has none.")] = None,
    wait: Annotated[
        bool, typer.Option("--wait", help="Wait for the outcome of each event.")
    ] = False,
    timeout: Annotated[float, typer.Option(help="Seconds to wait for each outcome.")] = 30.0,
    as_json: Json = False,
) -> None:
    """Publish events as another council system, each confirmed by the broker."""
    from aio_pika.exceptions import AMQPError

    from attain.publish import publish as publishing

    with errors_in_words(AMQPError):
        events = publishing.gather(files, system=system, event_type=event_type, subject=subject)
        folder = DataFolder.at(data_dir)
        sent = publishing.publish(folder, system, events, wait=timeout if wait else None)
        reports = asyncio.run(sent)
    for report in reports:
        typer.echo(json.dumps(report) if as_json else publishing.in_words(report))
    raise typer.Exit(publishing.exit_status(reports))


@app.command("topology")
def topology_command(
    write: Annotated[bool, typer.Option("--write", help="Write them to deploy/rabbitmq.")] = False,
) -> None:
    """Print RabbitMQ's definitions, without passwords."""
    from attain.rabbitmq import topology_files

    if write:
        topology_files.write()
    else:
        typer.echo(topology_files.rendered_definitions(), nl=False)


app.add_typer(publisher_app, name="publisher")


if __name__ == "__main__":
    app()
