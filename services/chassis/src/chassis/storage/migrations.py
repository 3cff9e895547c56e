"""Brings a service's database to the tables that its code expects, before the service starts."""

import io
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, NullPool, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.sql.sqltypes import AutoString

from chassis.contracts.package_files import package_folder
from chassis.storage import tables

LOCK = 4_201_966_117_803_301_001  # any number, the same in every replica
BUSY_SECONDS = 120


async def migrate(service: str, url: str) -> None:
    """Upgrades the service's database to the newest version.

    Replicas that start together wait at a lock; each after the first finds nothing to do.
    A version that fails leaves the database as it was.
    """
    await in_transaction(url, lambda connection: _upgrade(service, connection))


async def differences(service: str, url: str) -> list[Any]:
    """How the tables in the database differ from the models; empty when they agree."""
    found: list[Any] = []

    def compare(connection: Connection) -> None:
        options = {"compare_type": True, "target_metadata": metadata_of(service)}
        migration = MigrationContext.configure(connection, opts=options)
        found.extend(compare_metadata(migration, metadata_of(service)))  # type: ignore[arg-type]

    await in_transaction(url, compare)
    return found


def metadata_of(service: str) -> list[MetaData]:
    """The chassis' tables and the service's own."""
    return [tables.metadata, import_module(f"{service}.store").metadata]


def configuration(service: str, connection: Connection) -> Config:
    """Alembic's configuration, without an ini file."""
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(package_folder(service, "migrations")))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes.update(connection=connection, metadata=metadata_of(service))
    return config


def run_in_alembic() -> None:
    """Runs the versions on the connection given; a service's migrations/env.py calls it."""
    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=attributes["metadata"],
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
        render_item=_plain_type,
        process_revision_directives=_nothing_when_empty,
    )
    context.run_migrations()


def _plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Writes our column types as SQLAlchemy's own, so that old versions need none of our code."""
    if kind == "type" and isinstance(item, tables.UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, tables.Sealed):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def _nothing_when_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Write no version file where models and versions agree."""
    if directives and directives[0].upgrade_ops.is_empty():
        directives.clear()


def _upgrade(service: str, connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    command.upgrade(configuration(service, connection), "head")
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"the migration leaves {len(broken)} rows without their parent")


async def in_transaction(url: str, work: Callable[[Connection], None]) -> None:
    """Runs `work` on one connection, in one transaction."""
    engine = _engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(work)
    finally:
        await engine.dispose()


def _engine(url: str) -> AsyncEngine:
    """Foreign keys stay off on SQLite: a batch change drops and renames tables."""
    if not url.startswith("sqlite"):
        return create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    path = url.partition(":///")[2]
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    options = {"timeout": BUSY_SECONDS, "isolation_level": None}
    engine = create_async_engine(url, poolclass=NullPool, connect_args=options)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def version_numbers(service: str) -> Sequence[str]:
    """The numbers of the versions that the service has."""
    versions = package_folder(service, "migrations") / "versions"
    return sorted(path.name[:4] for path in versions.glob("[0-9]*.py"))
