"""What the plain idiom writes for one message: the same rows as ours, one transaction each."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Identity, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession


class Base(SQLModel, registry=registry()):
    """The baselines' own tables."""


class Arrived(Base, table=True):
    """What makes a second copy harmless."""

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    type: str
    received_at: datetime = Field(sa_type=DateTime(timezone=True))


class Journal(Base, table=True):
    """Every event, in order."""

    position: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=[Identity()]
    )
    id: str = Field(index=True)
    source: str
    type: str
    subject: str = Field(index=True)
    time: datetime = Field(sa_type=DateTime(timezone=True))
    correlation_id: str = Field(index=True)
    causation_id: str = Field(index=True)
    data: dict[str, Any] = Field(sa_type=JSON)


class Copy(Base, table=True):
    """The newest state of each subject."""

    subject: str = Field(primary_key=True)
    version: int
    type: str
    data: dict[str, Any] = Field(sa_type=JSON)


async def make_tables(engine: AsyncEngine) -> None:
    """Before the first message."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)


async def store(engine: AsyncEngine, headers: dict[str, str], data: dict[str, Any]) -> None:
    """Inbox, journal and read model of one event, committed."""
    time = datetime.fromisoformat(headers["ce-time"])
    event_id, source, kind = headers["ce-id"], headers["ce-source"], headers["ce-type"]
    subject = headers["ce-subject"]
    async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
        session.add(Arrived(source=source, id=event_id, type=kind, received_at=time))
        session.add(
            Journal(
                id=event_id,
                source=source,
                type=kind,
                subject=subject,
                time=time,
                correlation_id=headers["ce-correlationid"],
                causation_id=headers["ce-causationid"],
                data=data,
            )
        )
        version = int(headers["ce-aggregateversion"])
        given = insert(Copy).values(subject=subject, version=version, type=kind, data=data)
        newer = {"version": version, "type": kind, "data": data}
        await session.exec(
            given.on_conflict_do_update(
                index_elements=["subject"], set_=newer, where=given.excluded.version > Copy.version
            )
        )


async def stored(engine: AsyncEngine) -> int:
    """How many events are in the journal."""
    async with AsyncSession(engine) as session:
        return (await session.exec(func.count(Journal.position))).scalar_one()  # type: ignore
