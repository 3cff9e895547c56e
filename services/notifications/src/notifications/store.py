"""The tables: people and roles, copies of schools and applications, notices, mails, letters."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from chassis.storage import Sealed, UtcDateTime


class Base(SQLModel, registry=registry()):
    """A registry of its own, so that several services fit into one process."""


class PersonRow(Base, table=True):
    """A person in the directory, a form's contact, or a partner school's shared mailbox.

    The newest `updated_at` wins, ties by `event_id`. `form` is set where a form named them.
    """

    __tablename__ = "person"

    person: str = Field(primary_key=True)
    name: str | None = None
    email: str
    active: bool = True
    preferences: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    form: str | None = Field(default=None, index=True)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    event_id: str


class ContactChangeRow(Base, table=True):
    """A change of a form's contact, or of a partner's mailbox, by its own instant.

    Of what it said only a hash is kept: the address in force is the person's.
    """

    __tablename__ = "contact_change"

    person: str = Field(primary_key=True)
    changed_at: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    content_hash: str = Field(max_length=64)


class HoldingRow(Base, table=True):
    """A person holds a role in a scope."""

    __tablename__ = "holding"
    __table_args__ = (Index("ix_holding_role_scope", "role", "scope"),)

    person: str = Field(primary_key=True, foreign_key="person.person", ondelete="CASCADE")
    role: str = Field(primary_key=True)
    scope: str = Field(primary_key=True)


class ApplicationRow(Base, table=True):
    """The form of an application: an award's events do not name it."""

    __tablename__ = "application"

    application: str = Field(primary_key=True)
    form_reference: str


class SchoolRow(Base, table=True):
    """A school's name and authority; the newest aggregate version wins."""

    __tablename__ = "school"

    urn: str = Field(primary_key=True, max_length=6)
    name: str
    la_code: str
    version: int


class RejectionGroupRow(Base, table=True):
    """Rejected events of one publisher, type and reason that the operators are not told of yet.

    Until `until` no other message goes out about the group. `waiting` are the first of them.
    """

    __tablename__ = "rejection_group"

    key: str = Field(primary_key=True, max_length=64)
    until: datetime = Field(sa_type=UtcDateTime)
    waiting: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    count: int = 0


class Notice(Base):
    """One message about one event: its facts, its audiences and its trace.

    Separate from its table: a plain value is made in a tenth of the time.
    """

    id: str = Field(primary_key=True, max_length=36)
    event_source: str
    event_id: str
    event_type: str
    template: str
    mark: str = Field(default="act", sa_column_kwargs={"server_default": "act"})
    reference: str
    audiences: list[dict[str, Any]] = Field(sa_type=JSON)
    scopes: list[str] = Field(sa_type=JSON)
    facts: dict[str, Any] = Field(sa_type=JSON)
    correlation_id: str
    traceparent: str | None = None
    tracestate: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)


class NoticeRow(Notice, table=True):
    """The table of notices: each message once about each event."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("event_source", "event_id", "template"),)


class Delivery(Base):
    """One notice to one person over one channel, until a final state.

    The address is masked, and is that of the last attempt. Until `leased_until` only the process
    `leased_by` sends it. `digest` is the delivery of the digest that it is part of. `letter` is the
    letter that is sent again, for the time `resent`. `addressed` is the former contact that it goes
    to, where the contact changed while it was queued, or the head teacher before a first mailbox.
    """

    id: str = Field(primary_key=True, max_length=36)
    notice: str = Field(foreign_key="notice.id", max_length=36)
    person: str
    channel: str
    role: str
    state: str
    reason: str | None = None
    attempts: int = 0
    message_id: str  # one, the same at each attempt
    address: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    digest: str | None = Field(default=None, max_length=36, index=True)
    letter: str | None = Field(default=None, max_length=36, index=True)
    resent: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    addressed: str | None = None
    leased_by: str | None = Field(default=None, max_length=36)
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DeliveryRow(Delivery, table=True):
    """The table of deliveries: each notice once to each person, and once for each resent letter."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("notice", "person", "channel", "resent"),
        Index("ix_delivery_due", "state", "due_at"),
        Index("ix_delivery_created", "created_at"),
    )


class LetterRow(Base, table=True):
    """A letter as it was first rendered for one person; its id is that of their delivery.

    `content` holds the subject, the text and the HTML, sealed. An erased letter keeps its hash.
    """

    __tablename__ = "letter"

    id: str = Field(primary_key=True, max_length=36)
    reference: str = Field(index=True)
    template: str
    event_id: str
    event_type: str
    notice: str = Field(max_length=36)
    person: str
    role: str
    sha256: str = Field(max_length=64)
    content: bytes | None = Field(default=None, sa_type=Sealed)
    kept_at: datetime = Field(sa_type=UtcDateTime, index=True)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


metadata = Base.metadata

# Statements that run for every message are built once, on the tables: built each time on the
# models they take three times as long.
PEOPLE, HOLDINGS = metadata.tables["person"], metadata.tables["holding"]
SCHOOLS, NOTICES = metadata.tables["school"], metadata.tables["notice"]
DELIVERIES, LETTERS = metadata.tables["delivery"], metadata.tables["letter"]
