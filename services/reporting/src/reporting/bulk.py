"""Writing many rows of one table in one statement, the newer version winning."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Executable, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row

_POSTGRESQL: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
_quote = _POSTGRESQL.identifier_preparer.quote


async def write(session: AsyncSession, table: Table, rows: Sequence[Row]) -> None:
    """Inserts the rows; where a key stands already, the row with the newer version stays.

    A table whose key holds everything that could differ (the journal) keeps what it has.
    """
    if not rows:
        return
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        given = orjson.dumps(rows).decode().replace("\\u0000", "\\ufffd")  # no text there holds NUL
        await connection.execute(_from_json(table), {"rows": given})
    else:
        await connection.execute(_one_by_one(table), rows)


@lru_cache(maxsize=64)
def _from_json(table: Table) -> Executable:
    """All rows as one JSON parameter: a quarter of an executemany's cost on PostgreSQL."""
    names = ", ".join(_quote(column.name) for column in table.columns)
    typed = ", ".join(
        f"{_quote(column.name)} {column.type.compile(_POSTGRESQL)}" for column in table.columns
    )
    return text(
        f"INSERT INTO {_quote(table.name)} ({names}) "  # noqa: S608 - names of our own tables
        f"SELECT {names} FROM json_to_recordset(CAST(:rows AS json)) AS given({typed}) "
        f"ON CONFLICT {_newer_wins(table)}"
    )


@lru_cache(maxsize=64)
def _one_by_one(table: Table) -> Executable:
    statement = sqlite.insert(table)
    changing = _changing(table)
    if not changing:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: statement.excluded[name] for name in changing},
        where=statement.excluded["version"] > table.c.version,
    )


def _newer_wins(table: Table) -> str:
    changing = _changing(table)
    if not changing:
        return "DO NOTHING"
    keys = ", ".join(_quote(column.name) for column in table.primary_key.columns)
    taken = ", ".join(f"{_quote(name)} = excluded.{_quote(name)}" for name in changing)
    newer = f"excluded.version > {_quote(table.name)}.version"
    return f"({keys}) DO UPDATE SET {taken} WHERE {newer}"


def _changing(table: Table) -> list[str]:
    """The columns that a newer version replaces; none where the version is part of the key."""
    keys = {column.name for column in table.primary_key.columns}
    if "version" in keys or "position" in keys:
        return []
    return [column.name for column in table.columns if column.name not in keys]
