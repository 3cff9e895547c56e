"""The registry of this service's tables, so that several services fit into one process."""

from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class Base(SQLModel, registry=registry()):
    """The tables of reporting, apart from those of the chassis and of other services."""
