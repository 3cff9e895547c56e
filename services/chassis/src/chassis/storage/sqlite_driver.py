"""SQLite's driver with one hop to its thread for a statement, or none in a short transaction.

SQLAlchemy's own makes four: cursor, execution, rows and close each go to the connection's thread
and back. An event of twenty statements spent more time on these hops than in SQLite.
"""

import sqlite3
from collections import deque
from collections.abc import Callable
from typing import Any

import aiosqlite
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ()

    def execute(self, operation: Any, parameters: Any = None) -> None:
        connection: Any = self._adapt_connection
        at_once = connection.short
        self._run(lambda cursor: cursor.execute(operation, parameters or ()), at_once=at_once)

    def executemany(self, operation: Any, seq_of_parameters: Any) -> None:
        self._run(lambda cursor: cursor.executemany(operation, seq_of_parameters))

    def _run(self, step: Callable[[sqlite3.Cursor], Any], *, at_once: bool = False) -> None:
        connection: Any = self._connection
        try:
            if at_once:
                self._do(connection._conn, step)
            else:
                self.await_(connection._execute(self._do, connection._conn, step))
        except Exception as error:  # noqa: BLE001 - it is raised again, as the driver's own does
            self._adapt_connection._handle_exception(error)

    def _do(self, connection: sqlite3.Connection, step: Callable[[sqlite3.Cursor], Any]) -> None:
        cursor = connection.cursor()
        try:
            step(cursor)
            self.description = cursor.description
            if cursor.description:
                self._rows = deque(cursor.fetchall())
                self.lastrowid = self.rowcount = -1
            else:
                self.lastrowid, self.rowcount = cursor.lastrowid or 0, cursor.rowcount
        finally:
            cursor.close()


class _Connection(AsyncAdapt_aiosqlite_connection):
    """`short` promises that until the commit no statement takes long: each runs where it is said.

    BEGIN IMMEDIATE, which waits for a lock, and COMMIT, which waits for the disk, always hop.
    """

    __slots__ = ("short",)

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self.short = False

    def commit(self) -> None:
        self.short = False
        super().commit()

    def rollback(self) -> None:
        """No hop where nothing was begun: the pool asks for one after every commit."""
        self.short = False
        if self._connection.in_transaction:
            super().rollback()

    def cursor(self, server_side: bool = False) -> AsyncAdapt_aiosqlite_cursor:
        return super().cursor(server_side) if server_side else _Cursor(self)


class Driver(AsyncAdapt_aiosqlite_dbapi):
    """What `create_async_engine` takes as its module."""

    def __init__(self) -> None:
        super().__init__(aiosqlite, sqlite3)

    def connect(self, *arg: Any, **kw: Any) -> _Connection:
        """A connection whose cursors hop once."""
        adapted = super().connect(*arg, **kw)
        return _Connection(self, adapted._connection)
