"""The database of one service: transactions, tables, locks, bulk writes, migrations."""
