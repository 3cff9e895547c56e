"""Compares a rebuilt table with the present one, in the database."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import JSON, Row, Select, Table, Text, cast, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

MAX_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """One row by its key, before and after; None where the side has no such row."""

    key: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One read model before and after: its rows, and the rows that only one side has."""

    table: str
    rows_before: int
    rows_after: int
    only_before: int
    only_after: int
    differences: list[Difference] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        """Whether both sides have the same rows."""
        return not self.only_before and not self.only_after


async def compare(session: AsyncSession, before: Table, after: Table) -> Comparison:
    """Compares every column of every row; gives the first few differences in full."""
    lost, new = _beyond(before, after), _beyond(after, before)
    only_before, only_after = await _count(session, lost), await _count(session, new)
    return Comparison(
        before.name,
        await _count(session, select(*before.primary_key.columns)),
        await _count(session, select(*after.primary_key.columns)),
        only_before,
        only_after,
        await _differences(session, before, lost, new) if only_before or only_after else [],
    )


def _beyond(table: Table, other: Table) -> Select[Any]:
    """The rows of `table` that `other` lacks; null equals null here."""
    difference = select(*_columns(table)).except_(select(*_columns(other))).subquery()
    return select(difference)


def _columns(table: Table) -> list[Any]:
    """The columns; JSON as text, because PostgreSQL cannot compare JSON."""
    return [
        cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column
        for column in table.columns
    ]


async def _count(session: AsyncSession, rows: Select[Any]) -> int:
    counted = await session.execute(select(func.count()).select_from(rows.subquery()))
    number: int = counted.scalar_one()
    return number


async def _differences(
    session: AsyncSession, table: Table, lost: Select[Any], new: Select[Any]
) -> list[Difference]:
    """The first few differences, in key order."""
    keys = [column.name for column in table.primary_key.columns]
    before, after = await _by_key(session, lost, keys), await _by_key(session, new, keys)
    return [
        Difference(" ".join(map(str, key)), before.get(key), after.get(key))
        for key in sorted({**before, **after})[:MAX_SHOWN]
    ]


async def _by_key(
    session: AsyncSession, rows: Select[Any], keys: list[str]
) -> dict[tuple[Any, ...], str]:
    found = await session.execute(rows.order_by(*keys).limit(MAX_SHOWN))
    return {tuple(row._mapping[key] for key in keys): _shown(row) for row in found}


def _shown(row: Row[Any]) -> str:
    return orjson.dumps({str(name): value for name, value in row._mapping.items()}).decode()
