"""One entry of the journal as it is read."""

from datetime import datetime
from typing import Any, NamedTuple


class Entry(NamedTuple):
    """One entry of the journal."""

    position: int
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    recorded_at: datetime
    aggregate_version: int
    correlation_id: str | None
    causation_id: str | None
    trace_id: str | None
    data: dict[str, Any]
