"""The tables that every service has: inbox, outbox, aggregates, timers and the audit."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

Pence = BigInteger
Sequence = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers INTEGER keys only


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the store (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a naive time: nobody could say which instant it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware, always UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[bytes]):
    """Bytes that a `Cipher` sealed with the service's key; `key rotate` seals each of them again.

    A table with such a column has one column of text as its key.
    """

    impl = LargeBinary
    cache_ok = True


class Base(SQLModel, registry=registry()):
    """The chassis' own tables, apart from those of the service that uses it."""


class InboxRow(Base, table=True):
    """One event that arrived, and its state; `key` is its identity, hashed."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_state", "state", "received_at"),
        Index("ix_inbox_subject", "subject"),
    )

    key: str = Field(primary_key=True, max_length=64)
    state: str = Field(max_length=9)  # applied, waiting, ready, parked, discarded
    content_hash: str = Field(max_length=64)
    event_id: str | None = None
    event_type: str
    source: str | None = None
    subject: str | None = None
    event_time: datetime | None = Field(default=None, sa_type=UtcDateTime)
    received_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    overdue_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # None once acted on
    overdue: bool = False
    as_of: datetime | None = Field(default=None, sa_type=UtcDateTime)  # judged as of, by a replay
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    traceback: str | None = Field(default=None, sa_type=Text)
    body: bytes | None = Field(default=None, sa_type=Sealed)


class WaitRow(Base, table=True):
    """One thing that one event waits for."""

    __tablename__ = "inbox_wait"
    __table_args__ = (Index("ix_inbox_wait_thing", "thing"),)

    key: str = Field(primary_key=True, max_length=64)
    thing: str = Field(primary_key=True)


class OutboxRow(Base, table=True):
    """One message to publish, and once sent the service's own journal."""

    __tablename__ = "outbox"

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    event_id: str = Field(max_length=64)
    exchange: str = Field(max_length=64)
    routing_key: str
    event_type: str
    subject: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    headers: str = Field(sa_type=Text)  # the CloudEvents attributes, JSON
    body: bytes = Field(sa_type=LargeBinary)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    refusals: int = 0
    set_aside_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str | None = None


_outbox: Any = OutboxRow.__table__  # type: ignore[attr-defined]
PENDING: ColumnElement[bool] = _outbox.c.sent_at.is_(None) & _outbox.c.set_aside_at.is_(None)
SET_ASIDE: ColumnElement[bool] = _outbox.c.set_aside_at.is_not(None)
Index("ix_outbox_pending", _outbox.c.seq, sqlite_where=PENDING, postgresql_where=PENDING)
Index("ix_outbox_created", _outbox.c.created_at)
Index("ix_outbox_set_aside", _outbox.c.seq, sqlite_where=SET_ASIDE, postgresql_where=SET_ASIDE)


class AggregateRow(Base, table=True):
    """The version and the correlation of one aggregate that this service publishes."""

    __tablename__ = "aggregate"

    kind: str = Field(primary_key=True, max_length=40)
    reference: str = Field(primary_key=True)
    version: int
    correlation_id: str


class TimerRow(Base, table=True):
    """Something that is due; its firing is an internal event through the inbox."""

    __tablename__ = "timer"
    __table_args__ = (Index("ix_timer_due", "due"),)

    name: str = Field(primary_key=True, max_length=60)
    subject: str = Field(primary_key=True)
    due: datetime = Field(sa_type=UtcDateTime)
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    correlation_id: str | None = None
    causation_id: str | None = None


class AuditRow(Base, table=True):
    """What an operator did by hand, and why."""

    __tablename__ = "audit"

    seq: int | None = Field(default=None, primary_key=True, sa_type=Sequence)
    at: datetime = Field(sa_type=UtcDateTime)
    who: str
    action: str
    target: str
    reason: str = ""


metadata = Base.metadata
