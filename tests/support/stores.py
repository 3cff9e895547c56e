"""Fresh stores: a database for each service of each test, on either kind of store.

The tables of a service are made once in a template, and each store is a copy of it.
"""

import asyncio
import itertools
import shutil
import threading
from pathlib import Path
from typing import Protocol

from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from chassis.storage.migrations import metadata_of
from support.postgres import PostgresServer

WITH_TEMPLATES = ("schools", "applications", "notifications", "reporting")
_numbers = itertools.count(1)


class StoreUrl(Protocol):
    """`store_url("applications")`: the address of a store with that service's tables."""

    dialect: str

    def __call__(self, service: str, *, empty: bool = False) -> str:
        """The same address each time in one test; `empty` leaves the tables to migrations."""

    def drop(self) -> None:
        """Leaves nothing of this test for the next."""


class SqliteTemplates:
    """A file for each service, made when a test first asks for it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file(self, service: str) -> Path:
        path = self._folder / f"{service}.sqlite"
        if not path.exists():
            make_tables(f"sqlite+aiosqlite:///{path}", service)
        return path


class SqliteStores:
    """A file for each service in the test's own folder."""

    dialect = "sqlite"

    def __init__(self, folder: Path, templates: SqliteTemplates) -> None:
        self._folder, self._templates = folder, templates

    def __call__(self, service: str, *, empty: bool = False) -> str:
        path = self._folder / f"{service}.sqlite"
        if service in WITH_TEMPLATES and not empty and not path.exists():
            shutil.copy(self._templates.file(service), path)
        return f"sqlite+aiosqlite:///{path}"

    def drop(self) -> None:
        """The folder goes with the test."""


class PostgresStores:
    """A database for each service on the session's server, dropped after the test."""

    dialect = "postgresql"

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._made: dict[str, str] = {}
        self._number = next(_numbers)

    def __call__(self, service: str, *, empty: bool = False) -> str:
        if service not in self._made:
            name = f"attain_{service}_{self._number}"
            with_tables = service in WITH_TEMPLATES and not empty
            self._server.create(name, self._template(service) if with_tables else "template1")
            self._made[service] = name
        return self._server.url(self._made[service])

    def drop(self) -> None:
        """Drops the databases even while clients are connected."""
        for name in self._made.values():
            self._server.drop(name)

    def _template(self, service: str) -> str:
        name = f"template_{service}"
        if name not in self._server.templates:
            make_tables(self._server.create(name), service)
            self._server.templates.add(name)
        return name


def make_tables(url: str, service: str) -> None:
    """Makes a service's tables; in a thread, because tests call it inside their event loop."""

    async def make() -> None:
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.begin() as connection:
            for metadata in metadata_of(service):
                await connection.run_sync(metadata.create_all)
        await engine.dispose()

    failed: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(make())
        except BaseException as error:  # noqa: BLE001 - raised again below
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
