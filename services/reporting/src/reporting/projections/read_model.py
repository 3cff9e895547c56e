"""Declares a read model by its table: a copy of an event's fields, or rows derived from them."""

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

from pydantic import Field, TypeAdapter, ValidationError, create_model
from pydantic.fields import FieldInfo
from sqlmodel import SQLModel

from chassis import Reason, Rejected
from reporting.domain.changes import Row, Seen

Derive = Callable[[Any, Seen], Row | None]
DeriveMany = Callable[[Any, Seen], list[Row]]
Rows = Callable[[dict[str, Any], Seen], list[Row]]


class ReadModel(NamedTuple):
    """One table, its key, and the rows that an event changes in it."""

    table: str
    keys: tuple[str, ...]
    rows: Rows


def copy_of(table: type[SQLModel]) -> ReadModel:
    """Each column is the event's field of that name, or of its alias.

    Version and time come from the event's envelope.
    """
    columns = table.model_fields
    fields: dict[str, Any] = {
        name: (field.annotation, _read_as(field))
        for name, field in columns.items()
        if name not in Seen._fields
    }
    reader = TypeAdapter[Any](create_model(table.__name__, **fields))
    from_envelope = [name for name in Seen._fields if name in columns]

    def rows(data: dict[str, Any], seen: Seen) -> list[Row]:
        envelope = {name: getattr(seen, name) for name in from_envelope}
        return [{**vars(_read(reader, data)), **envelope}]

    return _read_model(table, rows)


def derived(table: type[SQLModel], derive: Derive) -> ReadModel:
    """The row is computed, or none; the first parameter's annotation says what is read."""
    reader = _reader(derive)

    def rows(data: dict[str, Any], seen: Seen) -> list[Row]:
        row = derive(_read(reader, data), seen)
        return [] if row is None else [row]

    return _read_model(table, rows)


def parts_of(table: type[SQLModel], derive: DeriveMany) -> ReadModel:
    """A row for each part of the whole that the event tells."""
    reader = _reader(derive)
    return _read_model(table, lambda data, seen: derive(_read(reader, data), seen))


def _read_as(field: FieldInfo) -> Any:
    """Whether the field must be there, and under which name."""
    default = ... if field.is_required() else field.default
    return Field(default, validation_alias=field.alias) if field.alias else default


def _reader(derive: Callable[..., Any]) -> TypeAdapter[Any]:
    first = next(iter(inspect.signature(derive).parameters.values()))
    return TypeAdapter[Any](first.annotation)


def _read_model(table: type[SQLModel], rows: Rows) -> ReadModel:
    name = str(table.__tablename__)
    keys = tuple(column.name for column in table.metadata.tables[name].primary_key.columns)
    return ReadModel(name, keys, rows)


def _read(reader: TypeAdapter[Any], data: dict[str, Any]) -> Any:
    """The fields that a read model needs; raises Rejected with the names of those that lack."""
    try:
        return reader.validate_python(data)
    except ValidationError as error:
        fields = sorted({".".join(map(str, found["loc"])) for found in error.errors()})
    raise Rejected([Reason("unreadable", f"Reporting cannot read: {', '.join(fields)}.")])
