"""The command line that every service has; each adds its own commands to it."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from chassis.cli import audit, inbox, keys, outbox
from chassis.cli.context import Build, DataDirFirst, Opening, Tables
from chassis.cli.output import print_json, say
from chassis.settings import DATA_DIR_VARIABLE, ServiceSettings
from chassis.telemetry import logging


def service_cli(
    name: str,
    settings: Callable[[], ServiceSettings],
    build: Build | None = None,
    tables: Tables | None = None,
) -> typer.Typer:
    """The commands of one service.

    `build` makes the whole service for the commands that need it. By default it is `build` of the
    service's own main.py, imported only then. `tables` are the service's own where it has columns
    of the type `Sealed`: `key rotate` seals these again too.
    """
    opening = Opening(name, settings, build, tables)
    app = typer.Typer(
        name=name, cls=DataDirFirst, no_args_is_help=True, pretty_exceptions_show_locals=False
    )

    @app.callback()
    def everywhere(
        context: typer.Context,
        data_dir: Annotated[
            Path | None, typer.Option(help="The stack's data folder [ATTAIN_DATA_DIR, .attain].")
        ] = None,
    ) -> None:
        context.obj = opening
        logging.setup(name, "WARNING")
        if data_dir is not None:
            os.environ[DATA_DIR_VARIABLE] = str(data_dir.absolute())

    everywhere.__doc__ = f"Commands for the {name} service."
    _add_own(app, opening)
    app.add_typer(inbox.app, name="inbox")
    app.add_typer(outbox.app, name="outbox")
    app.add_typer(keys.app, name="key")
    app.add_typer(audit.app, name="audit")
    return app


def _add_own(app: typer.Typer, opening: Opening) -> None:
    @app.command()
    def run() -> None:
        """Run the service until it is told to stop."""
        opening.service().run()

    @app.command()
    def migrate() -> None:
        """Update the service's database to the newest version."""
        from chassis.storage.migrations import migrate

        asyncio.run(migrate(opening.name, opening.settings().database_url))
        say("The database is up to date.")

    @app.command()
    def asyncapi() -> None:
        """Print the service's events as an AsyncAPI 3.0 document."""
        from chassis.http.asyncapi import described

        print_json(described(opening.name))
