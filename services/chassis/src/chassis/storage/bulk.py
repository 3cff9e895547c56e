"""One row, or many in one statement, inserted or replaced, as plain SQL that both stores read.

SQLAlchemy compiles its own INSERT … ON CONFLICT for every execution, which takes longer than the
statement. Here a statement's text depends on the table and its columns alone, so that it is
prepared once. For many rows it is SQLite's executemany, on PostgreSQL one array for each column.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import JSON, Column, Dialect, String, Table, TextClause, bindparam, text
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.sqltypes import AutoString

Row = Mapping[str, Any]


def insert_or(table: type[SQLModel], columns: Sequence[str], otherwise: str) -> TextClause:
    """INSERT of one row with these columns; `otherwise` is the rest, from ON CONFLICT on.

    The parameters have the columns' types, so that times and JSON are stored as by the models.
    """
    into: Any = table.__table__  # type: ignore[attr-defined]
    names = ", ".join(columns)
    values = ", ".join(f":{column}" for column in columns)
    statement = f"INSERT INTO {into.name} ({names}) VALUES ({values}) {otherwise}"  # noqa: S608
    types = (bindparam(column, type_=into.columns[column].type) for column in columns)
    return text(statement).bindparams(*types)


async def insert_many(session: AsyncSession, table: Table, rows: Sequence[Row]) -> None:
    """Inserts rows that are new, with the same columns. Raises IntegrityError where one is not."""
    if rows:
        await _execute(await session.connection(), table, rows)


async def upsert_many(
    session: AsyncSession, table: Table, rows: Sequence[Row], *, newer: str = ""
) -> None:
    """Inserts the rows, or replaces those that have the same primary key.

    With `newer`, the name of a column, a row replaces another only where its value is greater.
    No key may occur twice in the rows.
    """
    if rows:
        key = [column.name for column in table.primary_key.columns]
        changes = ", ".join(f'"{name}" = excluded."{name}"' for name in rows[0] if name not in key)
        only = f' WHERE excluded."{newer}" > "{table.name}"."{newer}"' if newer else ""
        replace = f"ON CONFLICT ({_names(key)}) DO UPDATE SET {changes}{only}"
        await _execute(await session.connection(), table, rows, replace)


async def insert_new(
    session: AsyncSession, table: Table, rows: Sequence[Row], *, key: Sequence[str]
) -> set[tuple[Any, ...]]:
    """Inserts the rows whose key the table lacks; returns their keys.

    `key` names the columns of a unique index; they hold text or whole numbers.
    """
    if not rows:
        return set()
    connection = await session.connection()
    skip = f"ON CONFLICT ({_names(key)}) DO NOTHING"
    if connection.dialect.name == "postgresql":
        added = await _execute(connection, table, rows, f"{skip} RETURNING {_names(key)}")
        return {tuple(each) for each in added}
    keys = {tuple(row[name] for name in key) for row in rows}
    keys -= await _present(connection, table, key, keys)
    lacking = [row for row in rows if tuple(row[name] for name in key) in keys]
    if lacking:
        await _execute(connection, table, lacking, skip)
    return keys


async def _present(
    connection: AsyncConnection, table: Table, key: Sequence[str], keys: set[tuple[Any, ...]]
) -> set[tuple[Any, ...]]:
    """Those of the keys that SQLite has: its executemany returns no rows.

    No other connection can insert one meanwhile, since there is one writing transaction.
    """
    parts = ", ".join(f"json_extract(value, '$[{number}]')" for number in range(len(key)))
    statement = f"""
        SELECT {_names(key)} FROM "{table.name}"
        WHERE ({_names(key)}) IN (SELECT {parts} FROM json_each(?))
    """  # noqa: S608 - names from the models
    given = (orjson.dumps(list(keys)).decode(),)
    found = await connection.exec_driver_sql(statement, given)
    return {tuple(each) for each in found}


async def _execute(
    connection: AsyncConnection, table: Table, rows: Sequence[Row], conflict: str = ""
) -> CursorResult[Any]:
    names, dialect = tuple(rows[0]), connection.dialect
    columns = [_values(table.columns[name], rows, dialect) for name in names]
    statement = _statement(table, names, dialect, conflict)
    if dialect.name == "postgresql":
        return await connection.exec_driver_sql(statement, tuple(columns))
    return await connection.exec_driver_sql(statement, list(zip(*columns, strict=True)))


@lru_cache(maxsize=256)
def _statement(table: Table, names: tuple[str, ...], dialect: Dialect, conflict: str) -> str:
    rows = f"VALUES ({', '.join('?' * len(names))})"
    if dialect.name == "postgresql":
        kinds = (_array_of(table.columns[name], dialect) for name in names)
        arrays = (f"${number}::{kind}" for number, kind in enumerate(kinds, 1))
        rows = f"SELECT * FROM unnest({', '.join(arrays)})"  # noqa: S608 - names from the models
    return f'INSERT INTO "{table.name}" ({_names(names)}) {rows} {conflict}'


def _array_of(column: Column[Any], dialect: Dialect) -> str:
    """Without the length: a cast to VARCHAR(40) would cut a longer text instead of refusing it."""
    return re.sub(r"\(\d+\)", "", column.type.compile(dialect)) + "[]"


def _values(column: Column[Any], rows: Sequence[Row], dialect: Dialect) -> list[Any]:
    """One column's values as the driver takes them."""
    convert = _converter(column, dialect)
    given = [row[column.name] for row in rows]
    return [convert(value) for value in given] if convert else given


def _converter(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """No text of PostgreSQL can hold NUL; both stores keep U+FFFD instead."""
    convert = column.type.dialect_impl(dialect).bind_processor(dialect)
    if isinstance(column.type, JSON) and convert:
        return lambda value: convert(value).replace("\\u0000", "\\ufffd")
    if isinstance(column.type, String | AutoString):
        return lambda value: value.replace("\0", "\ufffd") if value else value
    return convert


def _names(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
