"""A group's events claimed in one statement: they travel as one JSON parameter.

A VALUES clause of the same rows is compiled anew for every group, which took longer than all
else that a group costs.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.event import Event

_INTO = """
    INSERT INTO inbox (
        key, content_hash, event_id, event_type, source, subject, event_time,
        state, received_at, settled_at, overdue, reasons
    )
"""
_NEW = "ON CONFLICT (key) DO NOTHING RETURNING key"

_POSTGRESQL = text(f"""{_INTO}
    SELECT given.*, 'applied', CAST(:now AS timestamptz), CAST(:now AS timestamptz), false, '[]'
    FROM json_to_recordset(CAST(:events AS json)) AS given(
        key text, content_hash text, event_id text, event_type text, source text, subject text,
        event_time timestamptz
    )
    {_NEW}
""")  # noqa: S608 - no value is in it

_SQLITE = text(f"""{_INTO}
    SELECT
        json_extract(value, '$.key'), json_extract(value, '$.content_hash'),
        json_extract(value, '$.event_id'), json_extract(value, '$.event_type'),
        json_extract(value, '$.source'), json_extract(value, '$.subject'),
        json_extract(value, '$.event_time'), 'applied', :now, :now, false, '[]'
    FROM json_each(:events) WHERE true
    {_NEW}
""")  # noqa: S608 - no value is in it


async def claim_group(session: AsyncSession, events: Sequence[Event], now: datetime) -> set[str]:
    """Take a group's new events as applied; returns their keys."""
    once = {event.key: event for event in events}.values()
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    claimed = await session.execute(
        _SQLITE if on_sqlite else _POSTGRESQL,
        {
            "events": orjson.dumps([_given(event, on_sqlite) for event in once]).decode(),
            "now": _as_kept(now) if on_sqlite else now,
        },
    )
    return set(claimed.scalars())


def _given(event: Event, on_sqlite: bool) -> dict[str, Any]:
    return {
        "key": event.key,
        "content_hash": event.content_hash,
        "event_id": event.id,
        "event_type": event.type,
        "source": event.source,
        "subject": event.subject,
        "event_time": _as_kept(event.time) + ("" if on_sqlite else "+00"),
    }


def _as_kept(moment: datetime) -> str:
    """A time as SQLAlchemy keeps it in SQLite: UTC without a zone, always to the microsecond."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
