"""Reading an event with reporting's own models: just the fields it uses, the rest ignored."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from chassis import Reason, Rejected
from reporting.domain.projections import PROJECTIONS

_READERS = {found.said: TypeAdapter[Any](found.said) for found in PROJECTIONS.values()}


def read(said: type[Any], data: dict[str, Any]) -> Any:
    """What the event says; refuses one that lacks what its projection needs, naming the field."""
    try:
        return _READERS[said].validate_python(data)
    except ValidationError as error:
        fields = sorted({".".join(map(str, found["loc"])) for found in error.errors()})
    raise Rejected([Reason("unreadable", f"Reporting cannot read: {', '.join(fields)}.")])
