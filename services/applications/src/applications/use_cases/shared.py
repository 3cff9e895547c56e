"""What every use case needs: the event at hand, values out of rows, and numbers."""

from collections.abc import Hashable, Iterable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel, TypeAdapter
from sqlalchemy import text

from applications.domain.reasons import Reason
from chassis import Event, Rejected, Work

Value = TypeVar("Value")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast("Any", kind))


def value_of(kind: type[Value], data: BaseModel | dict[str, Any]) -> Value:
    """A value of the domain, out of a message or out of a stored row; defaults are its own."""
    given = data.model_dump(exclude_none=True) if isinstance(data, BaseModel) else data
    value: Value = _adapter(cast("Hashable", kind)).validate_python(given)
    return value


def stored(value: Any) -> dict[str, Any]:
    """A value of the domain as a row keeps it."""
    kept: dict[str, Any] = _adapter(cast("Hashable", type(value))).dump_python(value, mode="json")
    return kept


def event_of(work: Work) -> Event:
    """The event that is being handled; these use cases are never commands."""
    if work.event is None:
        raise TypeError("this use case handles an event")
    return work.event


def refuse(reasons: Iterable[Reason]) -> None:
    """Refuse for all the reasons at once, or go on where there is none."""
    if given := list(reasons):
        raise Rejected(given)


_NEXT = text(
    "INSERT INTO number (series, last) VALUES (:series, 1) "
    "ON CONFLICT (series) DO UPDATE SET last = number.last + 1 RETURNING last"
)


async def next_number(work: Work, letter: str, year: int) -> str:
    """The next reference of a series, such as A-2026-0001; a rolled back one is given again."""
    series = f"{letter}-{year}"
    found = await work.session.execute(_NEXT, {"series": series})
    return f"{series}-{found.scalar_one():04d}"
