"""Writing many rows of many tables at once, the newer version winning."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Executable, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row

_POSTGRESQL: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
_quote = _POSTGRESQL.identifier_preparer.quote
_LAST = "(SELECT coalesce(max(position), 0) FROM journal)"


async def write(session: AsyncSession, rows: Mapping[Table, Sequence[Row]]) -> None:
    """Inserts the rows; where a key stands already, the row with the newer version stays.

    The journal, whose table says what may be there once, keeps what it has; the position in its
    rows counts from the last one on.
    """
    tables = tuple(table for table in rows if rows[table])
    if not tables:
        return
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        given = {f"rows{n}": _as_json(rows[table]) for n, table in enumerate(tables)}
        await connection.execute(_all_at_once(tables), given)
        return
    for table in tables:
        await connection.execute(_row_by_row(table), rows[table])


def _as_json(rows: Sequence[Row]) -> str:
    """No text of PostgreSQL holds NUL."""
    return orjson.dumps(rows).decode().replace("\\u0000", "\\ufffd")


@lru_cache(maxsize=256)
def _all_at_once(tables: tuple[Table, ...]) -> Executable:
    """One statement for all tables, each one's rows one JSON parameter.

    A quarter of what an executemany for each table costs, and one round trip.
    """
    inserts = (f"insert{n} AS ({_insert(table, n)})" for n, table in enumerate(tables))
    return text(f"WITH {', '.join(inserts)} SELECT 1")


def _insert(table: Table, number: int) -> str:
    names = [_quote(column.name) for column in table.columns]
    types = [column.type.compile(_POSTGRESQL) for column in table.columns]
    typed = ", ".join(f"{name} {kind}" for name, kind in zip(names, types, strict=True))
    values = [f"{_LAST} + given.position" if _numbered(table, name) else name for name in names]
    return (
        f"INSERT INTO {_quote(table.name)} ({', '.join(names)}) "  # noqa: S608 - our own names
        f"SELECT {', '.join(values)} FROM json_to_recordset(CAST(:rows{number} AS json)) "
        f"AS given({typed}) ON CONFLICT {_newer_wins(table)}"
    )


def _newer_wins(table: Table) -> str:
    changing = _changing(table)
    keys = ", ".join(_quote(name) for name in _keys(table))
    if not changing:
        return f"({keys}) DO NOTHING"
    taken = ", ".join(f"{_quote(name)} = excluded.{_quote(name)}" for name in changing)
    newer = f"excluded.version > {_quote(table.name)}.version"
    return f"({keys}) DO UPDATE SET {taken} WHERE {newer}"


@lru_cache(maxsize=64)
def _row_by_row(table: Table) -> Executable:
    statement = sqlite.insert(table)
    if "once" in table.info:
        statement = statement.values(position=text(f"{_LAST} + 1"))
    changing = _changing(table)
    if not changing:
        return statement.on_conflict_do_nothing(index_elements=_keys(table))
    return statement.on_conflict_do_update(
        index_elements=_keys(table),
        set_={name: statement.excluded[name] for name in changing},
        where=statement.excluded["version"] > table.c.version,
    )


def _numbered(table: Table, name: str) -> bool:
    return "once" in table.info and name == "position"


def _keys(table: Table) -> list[str]:
    once: tuple[str, ...] | None = table.info.get("once")
    return list(once or (column.name for column in table.primary_key.columns))


def _changing(table: Table) -> list[str]:
    """The columns that a newer version replaces; none where the version is part of the key."""
    keys = _keys(table)
    if "version" in keys or "once" in table.info:
        return []
    return [column.name for column in table.columns if column.name not in keys]
