"""Fresh empty stores: a database for each service of each test, on either kind of store."""

import itertools
from pathlib import Path

from support.postgres import PostgresServer

_numbers = itertools.count(1)


class SqliteStores:
    """A file per service in the test's own folder."""

    dialect = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, service: str) -> str:
        return f"sqlite+aiosqlite:///{self._folder / service}.sqlite"

    def drop(self) -> None:
        """The folder goes with the test."""


class PostgresStores:
    """A database per service on the session's server, dropped after the test."""

    dialect = "postgresql"

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._made: dict[str, str] = {}
        self._number = next(_numbers)

    def __call__(self, service: str) -> str:
        if service not in self._made:
            name = f"attain_{service}_{self._number}"
            self._server.create(name)
            self._made[service] = name
        return self._server.url(self._made[service])

    def drop(self) -> None:
        """Nothing of a test is left for the next."""
        for name in self._made.values():
            self._server.drop(name)


StoreUrl = SqliteStores | PostgresStores
