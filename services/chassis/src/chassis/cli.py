"""The command line that every service has; each adds its own commands to it."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from chassis import cli_inbox, cli_outbox, logs
from chassis.asyncapi import described
from chassis.cli_output import print_json, say
from chassis.cli_running import build_or_explain
from chassis.migrating import migrate as migrate_store
from chassis.settings import DATA_DIR_VARIABLE


def service_cli(name: str, build: Callable[[], Any]) -> typer.Typer:
    """`build` makes the chassis.Service; it is called only by commands that need one."""

    def opened() -> Any:
        return build_or_explain(name, build)

    app = typer.Typer(name=name, no_args_is_help=True, pretty_exceptions_show_locals=False)

    @app.callback()
    def everywhere(
        context: typer.Context,
        data_dir: Annotated[
            Path | None, typer.Option(help="The stack's data folder [ATTAIN_DATA_DIR, .attain].")
        ] = None,
    ) -> None:
        context.obj = opened
        logs.setup(name, "WARNING")
        if data_dir is not None:
            os.environ[DATA_DIR_VARIABLE] = str(data_dir.absolute())

    everywhere.__doc__ = f"The {name} service and what its operators do."

    @app.command()
    def run() -> None:
        """Run the service until it is told to stop."""
        opened().run()

    @app.command()
    def migrate() -> None:
        """Bring the service's database to the newest version."""
        settings = opened().settings
        asyncio.run(migrate_store(name, settings.database_url))
        say("The database is at the newest version.")

    @app.command()
    def asyncapi() -> None:
        """Print the service's events as an AsyncAPI 3.0 document."""
        print_json(described(name))

    app.add_typer(cli_inbox.app, name="inbox")
    app.add_typer(cli_outbox.app, name="outbox")
    return app
