"""The base of every table, and of those that keep an aggregate whole."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Base(SQLModel, registry=registry()):
    """The tables of this service alone."""


class AggregateRow(Base):
    """An aggregate whole, as JSON, beside the columns that are asked for."""

    content: dict[str, Any] = Field(sa_type=JSON)


metadata: Any = Base.metadata
