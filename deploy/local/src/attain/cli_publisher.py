"""The commands `attain publisher add`, `remove` and `rotate`."""

from typing import Annotated

import typer

from attain.cli_options import HERE, DataDir, errors_in_words
from attain.settings.folder import DataFolder
from chassis.cli import DataDirBehind

app = typer.Typer(
    cls=DataDirBehind,
    no_args_is_help=True,
    help="Add and remove publishing systems, and give one a new password.",
)
Name = Annotated[str, typer.Argument(help="The system's name, such as finance.")]
ADDRESS = "`attain status --json` shows its address."


@app.command("rotate")
def rotate_command(name: Name, data_dir: DataDir = HERE) -> None:
    """Give a publisher a new password, and close its connections."""
    from attain.commands import publisher

    with errors_in_words():
        publisher.rotate(DataFolder.at(data_dir), name)
    typer.echo(f"{name} has a new password. {ADDRESS}")


@app.command("add")
def add_command(name: Name, data_dir: DataDir = HERE) -> None:
    """Add a publisher: it may publish council.NAME events and read NAME.rejected."""
    from attain.commands import publisher

    with errors_in_words():
        publisher.add(DataFolder.at(data_dir), name)
    typer.echo(f"Added {name}. {ADDRESS}")


@app.command("remove")
def remove_command(name: Name, data_dir: DataDir = HERE) -> None:
    """Remove a publisher, and close its connections."""
    from attain.commands import publisher

    with errors_in_words():
        publisher.remove(DataFolder.at(data_dir), name)
    typer.echo(f"Removed {name}.")
