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

from chassis.storage.sqlite_driver import Driver

SQLITE_BUSY_SECONDS = 30


class _SyncSession(ModelSession):
    """SQLModel's session; `execute` is SQLAlchemy's own again, for bulk and core statements."""

    execute = PlainSession.execute


class Session(AsyncSession):
    """The session that a unit of work has: SQLModel's `exec`, SQLAlchemy's `execute`."""

    sync_session_class = _SyncSession
    execute = PlainAsyncSession.execute


class Store:
    """Opens reading and writing transactions on one database.

    On SQLite there is one writing connection per process, and each writing transaction starts
    with BEGIN IMMEDIATE, so writers queue here instead of failing there.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.dialect = "sqlite" if url.startswith("sqlite") else "postgresql"
        self.engine = self._sqlite("IMMEDIATE", 1) if self.dialect == "sqlite" else _postgresql(url)
        self.reading_engine = (
            self._sqlite("DEFERRED", 8) if self.dialect == "sqlite" else self.engine
        )

    def _sqlite(self, mode: str, size: int) -> AsyncEngine:
        engine = create_async_engine(
            self.url,
            pool_size=size,
            max_overflow=0,
            hide_parameters=True,
            module=Driver(),
            connect_args={
                "timeout": SQLITE_BUSY_SECONDS,
                "isolation_level": None,
                "check_same_thread": False,
            },
        )
        event.listen(engine.sync_engine, "connect", _sqlite_pragmas)

        @event.listens_for(engine.sync_engine, "begin")
        def _begin(connection: Any) -> None:
            connection.exec_driver_sql(f"BEGIN {mode}")

        return engine

    @asynccontextmanager
    async def writing(self, *, short: bool = False) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends, rolled back when it raises.

        `short` promises that no statement in it takes longer than a hop to SQLite's thread is
        worth; they go through the session, for a bare connection refuses what needs no wait.
        """
        async with Session(self.engine, expire_on_commit=False) as session, session.begin():
            if short and self.dialect == "sqlite":
                connection = await (await session.connection()).get_raw_connection()
                connection.dbapi_connection.short = True  # type: ignore[union-attr]
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
        except Exception:  # noqa: BLE001 - whatever it is, the database does not answer
            return False
        return True

    async def close(self) -> None:
        """Closes every connection."""
        await self.engine.dispose()
        await self.reading_engine.dispose()


def lost_race(error: BaseException) -> bool:
    """Whether the database gave this transaction up for another: a deadlock, a serialization."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in {"40P01", "40001"}


def _postgresql(url: str) -> AsyncEngine:
    return create_async_engine(
        url, pool_size=20, max_overflow=10, pool_pre_ping=False, hide_parameters=True
    )


def _sqlite_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
