"""The store: the tables, and what reads and writes them."""

from schools.store.tables import metadata

__all__ = ["metadata"]
