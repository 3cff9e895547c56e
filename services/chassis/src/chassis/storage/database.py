"""The service's own database: one setting, SQLite or PostgreSQL, short writing transactions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.ext.asyncio import AsyncSession as PlainAsyncSession
from sqlalchemy.orm import Session as PlainSession
from sqlmodel import Session as ModelSession
from sqlmodel.ext.asyncio.session import AsyncSession

SQLITE_BUSY_SECONDS = 30
LOST_RACE = {"40P01", "40001"}  # PostgreSQL's deadlock and serialization failure


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
        """Whether the database answers."""
        try:
            async with self.reading() as session:
                await session.execute(text("SELECT 1"))
        except Exception:  # noqa: BLE001 - each error means that it does not answer
            return False
        return True

    async def close(self) -> None:
        """Closes every connection."""
        await self.engine.dispose()
        await self.reading_engine.dispose()


def lost_race(error: BaseException) -> bool:
    """Whether the database gave up this transaction in favour of another: it can be repeated."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in LOST_RACE


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
