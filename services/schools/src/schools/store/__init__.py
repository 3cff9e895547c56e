"""The store: the tables of the register, and what reads and writes them."""

from schools.store.tables import metadata

__all__ = ["metadata"]
