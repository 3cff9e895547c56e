"""Writing tens of thousands of rows at once, in the transaction that is open.

Column values go to the driver as they are: plain values that both stores take.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

Rows = Sequence[tuple[Any, ...]]


async def insert(session: AsyncSession, table: Table, columns: Sequence[str], rows: Rows) -> None:
    """Adds rows that are new: the driver's executemany on SQLite, COPY on PostgreSQL."""
    if not rows:
        return
    connection = await session.connection()
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql(_insert(table.name, columns), list(rows))
    else:
        await _copy(connection, table.name, columns, rows)


async def upsert(session: AsyncSession, table: Table, columns: Sequence[str], rows: Rows) -> None:
    """Adds rows, or replaces those that stand under the same key; no key may come twice."""
    if not rows:
        return
    connection = await session.connection()
    replacing = _replacing(table, columns)
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql(_insert(table.name, columns) + replacing, list(rows))
        return
    given, names = f"{table.name}_given", ", ".join(columns)
    await connection.exec_driver_sql(f"CREATE TEMP TABLE {given} (LIKE {table.name})")
    await _copy(connection, given, columns, rows)
    await connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {given}{replacing}"  # noqa: S608
    )
    await connection.exec_driver_sql(f"DROP TABLE {given}")


async def _copy(
    connection: AsyncConnection, table: str, columns: Sequence[str], rows: Rows
) -> None:
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection
    await driver.copy_records_to_table(table, records=rows, columns=list(columns))


def _insert(table: str, columns: Sequence[str]) -> str:
    places = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608


def _replacing(table: Table, columns: Sequence[str]) -> str:
    keys = [column.name for column in table.primary_key.columns]
    values = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in keys)
    return f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {values}"
