"""Declares a read model by its table: a copy of an event's fields, or a row derived from them."""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError, create_model
from sqlmodel import SQLModel

from chassis import Reason, Rejected
from reporting.domain.changes import Row, Seen

Derive = Callable[[Any, Seen], Row | None]


class ReadModel(NamedTuple):
    """One table, its key, and the row that an event changes in it; None where it changes none."""

    table: str
    keys: tuple[str, ...]
    row: Callable[[dict[str, Any], Seen], Row | None]


def copy_of(table: type[SQLModel]) -> ReadModel:
    """Each column is the event's field of that name; version and time come from its envelope."""
    columns = table.model_fields
    fields: dict[str, Any] = {
        name: (field.annotation, ... if field.is_required() else field.default)
        for name, field in columns.items()
        if name not in Seen._fields
    }
    reader = TypeAdapter[Any](create_model(table.__name__, **fields))
    from_envelope = [name for name in Seen._fields if name in columns]

    def row(data: dict[str, Any], seen: Seen) -> Row:
        return {
            **vars(_read(reader, data)),
            **{name: getattr(seen, name) for name in from_envelope},
        }

    return _read_model(table, row)


def derived(table: type[SQLModel], derive: Derive) -> ReadModel:
    """The row is computed; the first parameter's annotation says which fields are read."""
    first = next(iter(inspect.signature(derive).parameters.values()))
    reader = TypeAdapter[Any](first.annotation)
    return _read_model(table, lambda data, seen: derive(_read(reader, data), seen))


def _read_model(
    table: type[SQLModel], row: Callable[[dict[str, Any], Seen], Row | None]
) -> ReadModel:
    name = str(table.__tablename__)
    keys = tuple(column.name for column in table.metadata.tables[name].primary_key.columns)
    return ReadModel(name, keys, row)


def _read(reader: TypeAdapter[Any], data: dict[str, Any]) -> Any:
    """The fields that a read model needs; raises Rejected with the names of those that lack."""
    try:
        return reader.validate_python(data)
    except ValidationError as error:
        fields = sorted({".".join(map(str, found["loc"])) for found in error.errors()})
    raise Rejected([Reason("unreadable", f"Reporting cannot read: {', '.join(fields)}.")])
