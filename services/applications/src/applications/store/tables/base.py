"""The store's own registry, so that several services fit into one process."""

from typing import Any

from sqlalchemy.orm import registry
from sqlmodel import SQLModel

Json = dict[str, Any]


class Base(SQLModel, registry=registry()):
    """The tables of applications."""
