"""The database of one service: transactions, tables, locks, bulk writes, encryption, migrations."""

from typing import TYPE_CHECKING

from chassis.exports import lazily

if TYPE_CHECKING:
    from chassis.storage.bulk import insert_many, insert_new, insert_or, upsert_many
    from chassis.storage.database import Store
    from chassis.storage.encryption import Cipher
    from chassis.storage.initial_tables import create_initial_tables, drop_initial_tables
    from chassis.storage.migrations import run_in_alembic
    from chassis.storage.tables import InboxRow, OutboxRow, Pence, Sealed, UtcDateTime

__all__ = [
    "Cipher",
    "InboxRow",
    "OutboxRow",
    "Pence",
    "Sealed",
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

if not TYPE_CHECKING:  # or a type checker would accept any name
    __getattr__ = lazily(
        __name__,
        {
            "bulk": ("insert_many", "insert_new", "insert_or", "upsert_many"),
            "database": ("Store",),
            "encryption": ("Cipher",),
            "initial_tables": ("create_initial_tables", "drop_initial_tables"),
            "migrations": ("run_in_alembic",),
            "tables": ("InboxRow", "OutboxRow", "Pence", "Sealed", "UtcDateTime"),
        },
    )
