"""The service's own database: one setting, SQLite or PostgreSQL, short writing transactions."""

import asyncio
import sqlite3
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, insert, text
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.ext.asyncio import AsyncSession as PlainAsyncSession
from sqlalchemy.orm import Session as PlainSession
from sqlmodel import Session as ModelSession
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.storage.tables import TimerRow

SQLITE_BUSY_SECONDS = 30
SQLITE_OUTAGES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
PROBE_SECONDS = 10.0
PROBE_LOCK_MILLISECONDS = 2000
LOST_RACE = {"40P01", "40001"}  # PostgreSQL's deadlock and serialization failure
# PostgreSQL's read-only transaction, full disk, lack of memory, of connections, and of a lock
OUTAGES = {"25006", "53100", "53200", "53300", "55P03"}

_timer: Any = TimerRow.__table__  # type: ignore[attr-defined]


class _SyncSession(ModelSession):
    """SQLModel's session, whose `execute` is SQLAlchemy's own, for bulk and core statements."""

    execute = PlainSession.execute


class Session(AsyncSession):
    """The session of a unit of work: SQLModel's `exec`, SQLAlchemy's `execute`."""

    sync_session_class = _SyncSession
    execute = PlainAsyncSession.execute


class Store:
    """Opens reading and writing transactions on one database.

    On SQLite there is one writing connection per process, and each writing transaction starts
    with BEGIN IMMEDIATE, so that writers wait for each other instead of failing.
    """

    def __init__(self, url: str) -> None:
        self.dialect = "sqlite" if url.startswith("sqlite") else "postgresql"
        if self.dialect == "sqlite":
            self.engine = _sqlite(url, "IMMEDIATE", connections=1)
            self.reading_engine = _sqlite(url, "DEFERRED", connections=8)
        else:
            self.engine = self.reading_engine = _postgresql(url)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        async with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session to read with; nothing done in it is committed."""
        async with Session(self.reading_engine, expire_on_commit=False) as session:
            yield session

    async def probe(self) -> bool:
        """Whether the database takes a write within a few seconds; it is rolled back.

        On SQLite the probe takes its turn on the writing connection, so that our own writes never
        look like an outage.
        """
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await self._write_and_roll_back()
        except Exception:  # noqa: BLE001 - each error means that it takes no write
            return False
        return True

    async def _write_and_roll_back(self) -> None:
        async with self.engine.connect() as connection, self._hurried(connection):
            await connection.execute(insert(_timer), _probe_row())
            await connection.rollback()

    @asynccontextmanager
    async def _hurried(self, connection: AsyncConnection) -> AsyncIterator[None]:
        """Wait for another's lock for a short time only."""
        if self.dialect == "postgresql":
            await connection.execute(text(f"SET LOCAL lock_timeout = {PROBE_LOCK_MILLISECONDS}"))
            yield
            return
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.execute(f"PRAGMA busy_timeout = {PROBE_LOCK_MILLISECONDS}")
        try:
            yield
        finally:
            await driver.execute(f"PRAGMA busy_timeout = {SQLITE_BUSY_SECONDS * 1000}")

    async def scrub(self, table: str) -> None:
        """Rewrite a table, so that no deleted or former value remains in the database's files.

        PostgreSQL locks the table meanwhile, and keeps former values in its write-ahead log until
        it recycles that. SQLite rewrites its whole file, and empties its write-ahead log once no
        other connection reads it.
        """
        sqlite = ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")
        statements = sqlite if self.dialect == "sqlite" else (f'VACUUM FULL "{table}"',)
        async with self.engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            for statement in statements:  # outside a transaction
                await driver.execute(statement)

    async def close(self) -> None:
        """Closes every connection."""
        await self.engine.dispose()
        await self.reading_engine.dispose()


def lost_race(error: BaseException) -> bool:
    """Whether the database gave up this transaction in favour of another: it can be repeated."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in LOST_RACE


def is_outage(error: BaseException) -> bool:
    """Whether the database could not take the write: locked, read-only, full, or busy with others.

    Then no event is at fault, even if the database works again by now.
    """
    if isinstance(error, PoolTimeout):
        return True
    origin = getattr(error, "orig", None)
    if (code := getattr(origin, "sqlite_errorcode", None)) is not None:
        return (code & 0xFF) in SQLITE_OUTAGES  # the rest of an extended code is detail
    return getattr(origin, "sqlstate", None) in OUTAGES


def _probe_row() -> dict[str, Any]:
    return {"name": "probe", "subject": str(uuid.uuid4()), "due": datetime.now(UTC), "data": {}}


def _postgresql(url: str) -> AsyncEngine:
    return create_async_engine(
        url, pool_size=20, max_overflow=10, pool_pre_ping=False, hide_parameters=True
    )


def _sqlite(url: str, mode: str, *, connections: int) -> AsyncEngine:
    """The driver begins no transaction by itself (isolation level None): `mode` says how."""
    options = {"timeout": SQLITE_BUSY_SECONDS, "isolation_level": None}
    engine = create_async_engine(
        url, pool_size=connections, max_overflow=0, hide_parameters=True, connect_args=options
    )
    event.listen(engine.sync_engine, "connect", _sqlite_pragmas)
    event.listen(
        engine.sync_engine,
        "begin",
        lambda connection: connection.exec_driver_sql(f"BEGIN {mode}"),
    )
    return engine


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
