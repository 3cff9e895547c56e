"""Read models of outcomes: messages to people, and rejected events."""

from datetime import datetime

from sqlmodel import Field

from chassis.storage import UtcDateTime
from reporting.store.base import Base


class DeliveryRow(Base, table=True):
    """A message's final state."""

    __tablename__ = "delivery"

    notification: str = Field(primary_key=True)
    version: int
    template: str
    channel: str
    state: str
    time: datetime = Field(sa_type=UtcDateTime)


class RejectionRow(Base, table=True):
    """An event of another system that the service which receives it rejected."""

    __tablename__ = "rejection"

    event_id: str = Field(primary_key=True)
    version: int
    event_type: str
    event_source: str | None = None
    codes: str
    overdue: bool
    time: datetime = Field(sa_type=UtcDateTime)
