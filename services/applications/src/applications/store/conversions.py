"""Turns messages and stored rows into values of the domain, and back."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

Value = TypeVar("Value")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast("Any", kind))


def value_of(kind: type[Value], data: BaseModel | dict[str, Any]) -> Value:
    """A value of the domain, from a message or from a stored row; defaults are its own."""
    given = data.model_dump(exclude_none=True) if isinstance(data, BaseModel) else data
    value: Value = _adapter(cast("Hashable", kind)).validate_python(given)
    return value


def stored(value: Any) -> dict[str, Any]:
    """A value of the domain as a row keeps it: plain JSON values."""
    kept: dict[str, Any] = _adapter(cast("Hashable", type(value))).dump_python(value, mode="json")
    return kept


def is_kept(kept: Any, sent: Any) -> bool:
    """Whether what was kept says the same; a field that was not read then is not compared."""
    if isinstance(kept, dict) and isinstance(sent, dict):
        return all(is_kept(value, sent.get(name)) for name, value in kept.items())
    return bool(kept == sent)


async def put(session: AsyncSession, table: type[SQLModel], key: Any, values: Any) -> None:
    """Insert the row of this key, or change what differs in it."""
    row = await session.get(table, key)
    if row is None:
        session.add(table(**values))
    else:
        row.sqlmodel_update(values)
