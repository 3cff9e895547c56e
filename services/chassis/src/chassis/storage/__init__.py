"""The database of one service: transactions, tables, locks, bulk writes, encryption, migrations.

Services import the names below from here. Each name loads its module when it is first used, so
that a command does not wait for Alembic.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chassis.storage.bulk import insert_many, insert_new, upsert_many
    from chassis.storage.database import Store
    from chassis.storage.initial_tables import create_initial_tables, drop_initial_tables
    from chassis.storage.migrations import run_in_alembic
    from chassis.storage.tables import InboxRow, OutboxRow, Pence, UtcDateTime
    from chassis.storage.upsert import insert_or

__all__ = [
    "InboxRow",
    "OutboxRow",
    "Pence",
    "Store",
    "UtcDateTime",
    "create_initial_tables",
    "drop_initial_tables",
    "insert_many",
    "insert_new",
    "insert_or",
    "run_in_alembic",
    "upsert_many",
]

_MODULES = {
    "bulk": ("insert_many", "insert_new", "upsert_many"),
    "database": ("Store",),
    "initial_tables": ("create_initial_tables", "drop_initial_tables"),
    "migrations": ("run_in_alembic",),
    "tables": ("InboxRow", "OutboxRow", "Pence", "UtcDateTime"),
    "upsert": ("insert_or",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    return value
