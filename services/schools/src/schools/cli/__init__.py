"""The operator's commands: import files, and read restricted concerns."""

from typing import Any

from chassis.cli import service_cli
from schools.cli import concern
from schools.cli.ofsted import import_ofsted
from schools.cli.register import import_gias
from schools.cli.strategy import import_strategy
from schools.settings import Settings


def _tables() -> Any:
    from schools.store import metadata

    return metadata


app = service_cli("schools", Settings, tables=_tables)
app.command("import-gias")(import_gias)
app.command("import-ofsted")(import_ofsted)
app.command("import-strategy")(import_strategy)
app.add_typer(concern.app, name="concern")
