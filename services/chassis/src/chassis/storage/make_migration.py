"""Writes a new version: `python -m chassis.storage.make_migration SERVICE "what it changes"`."""

import asyncio
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from alembic import command
from sqlalchemy.engine import Connection

from chassis.contracts.package_files import package_folder
from chassis.storage.migrations import configuration, in_transaction, migrate, version_numbers


async def autogenerate(service: str, message: str) -> list[Path]:
    """Compares the models with an empty database at the newest version.

    Returns the file written, or nothing where models and versions agree.
    """
    versions = package_folder(service, "migrations") / "versions"
    versions.mkdir(exist_ok=True)
    before = set(versions.glob("*.py"))
    number = f"{int(max(version_numbers(service), default='0')) + 1:04}"
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite+aiosqlite:///{scratch}/{service}.db"
        await migrate(service, url)
        await in_transaction(
            url, lambda connection: _revision(service, connection, message, number)
        )
    written = sorted(set(versions.glob("*.py")) - before)
    for path in written:
        _tidy(path)
    return written


def _tidy(path: Path) -> None:
    """Removes the generator's remarks and formats the file like the rest of the code."""
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.strip().startswith("# ###")))
    if find_spec("ruff"):
        arguments = [sys.executable, "-m", "ruff", "format", "--quiet", str(path)]
        subprocess.run(arguments, check=True)  # noqa: S603 - our own interpreter


def _revision(service: str, connection: Connection, message: str, number: str) -> None:
    config = configuration(service, connection)
    command.revision(config, message=message, autogenerate=True, rev_id=number)


def main() -> None:
    """The command behind `make migration`."""
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.executable} -m chassis.storage.make_migration SERVICE MESSAGE")
    written = asyncio.run(autogenerate(sys.argv[1], sys.argv[2]))
    if not written:
        sys.stderr.write("models and migrations agree: nothing to write\n")
    for path in written:
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
