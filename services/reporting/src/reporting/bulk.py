"""Writing many rows of many tables at once, the newer version winning.

Each table's rows travel as one JSON parameter: an executemany costs four times as much, and a
VALUES clause is compiled anew for every number of rows.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Executable, Table, text
from sqlalchemy.dialects import postgresql
from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.changes import Row

_POSTGRESQL: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
_quote = _POSTGRESQL.identifier_preparer.quote
_OUR_OWN_TIMES = orjson.OPT_PASSTHROUGH_DATETIME
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
        given = {"rows": _as_json(rows[table], default=_as_kept, option=_OUR_OWN_TIMES)}
        await session.execute(_on_sqlite(table), given)


def _as_json(rows: Sequence[Row], **how: Any) -> str:
    """No text of PostgreSQL holds NUL, and SQLite would take it for the text's end."""
    return orjson.dumps(rows, **how).decode().replace("\\u0000", "\\ufffd")


def _as_kept(moment: date) -> str:
    """A time as SQLAlchemy keeps it in SQLite: UTC without a zone, always to the microsecond."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    return moment.isoformat()


@lru_cache(maxsize=256)
def _all_at_once(tables: tuple[Table, ...]) -> Executable:
    """PostgreSQL takes all tables in one statement and one round trip."""
    inserts = (f"insert{n} AS ({_on_postgresql(table, n)})" for n, table in enumerate(tables))
    return text(f"WITH {', '.join(inserts)} SELECT 1")


def _on_postgresql(table: Table, number: int) -> str:
    kinds = [(column.name, column.type.compile(_POSTGRESQL)) for column in table.columns]
    typed = ", ".join(f"{_quote(name)} {kind}" for name, kind in kinds)
    given = f"json_to_recordset(CAST(:rows{number} AS json)) AS given({typed})"
    return _insert(table, {name: f"given.{_quote(name)}" for name, _ in kinds}, given)


@lru_cache(maxsize=64)
def _on_sqlite(table: Table) -> Executable:
    values = {column.name: f"json_extract(value, '$.{column.name}')" for column in table.columns}
    return text(_insert(table, values, "json_each(:rows)"))


def _insert(table: Table, values: Mapping[str, str], given: str) -> str:
    names = ", ".join(_quote(name) for name in values)
    if "once" in table.info:
        values = {**values, "position": f"{_LAST} + {values['position']}"}
    return (
        f"INSERT INTO {_quote(table.name)} ({names}) SELECT {', '.join(values.values())} "  # noqa: S608 - our own names
        f"FROM {given} WHERE true ON CONFLICT {_newer_wins(table)}"
    )


def _newer_wins(table: Table) -> str:
    changing = _changing(table)
    keys = ", ".join(_quote(name) for name in _keys(table))
    if not changing:
        return f"({keys}) DO NOTHING"
    taken = ", ".join(f"{_quote(name)} = excluded.{_quote(name)}" for name in changing)
    newer = f"excluded.version > {_quote(table.name)}.version"
    return f"({keys}) DO UPDATE SET {taken} WHERE {newer}"


def _keys(table: Table) -> list[str]:
    once: tuple[str, ...] | None = table.info.get("once")
    return list(once or (column.name for column in table.primary_key.columns))


def _changing(table: Table) -> list[str]:
    """The columns that a newer version replaces; none where the version is part of the key."""
    keys = _keys(table)
    if "version" in keys or "once" in table.info:
        return []
    return [column.name for column in table.columns if column.name not in keys]
