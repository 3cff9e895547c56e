"""Appends events to the journal and reads its entries."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis import Event
from chassis.storage import insert_new
from reporting.domain.changes import Row
from reporting.domain.entry import Entry
from reporting.store import JOURNAL

WRITER = "journal"  # the key whose lock the one writer holds
CHUNK = 2_000


async def last_position(session: AsyncSession) -> int:
    """The position of the newest entry, 0 while the journal is empty."""
    found = await session.execute(select(func.max(JOURNAL.c.position)))
    return found.scalar_one() or 0


async def entries(
    session: AsyncSession,
    *conditions: ColumnElement[bool],
    after: int = 0,
    upto: int | None = None,
) -> AsyncIterator[list[Entry]]:
    """The entries in the order of their positions, in chunks, so that memory stays small."""
    while True:
        wanted = select(*JOURNAL.c).where(JOURNAL.c.position > after, *conditions)
        if upto is not None:
            wanted = wanted.where(JOURNAL.c.position <= upto)
        found = await session.execute(wanted.order_by(JOURNAL.c.position).limit(CHUNK))
        chunk = [Entry(*row) for row in found]
        if chunk:
            yield chunk
        if len(chunk) < CHUNK:
            return
        after = chunk[-1].position


async def newest(session: AsyncSession, count: int) -> list[Entry]:
    """The newest entries, in the order of their positions."""
    wanted = select(*JOURNAL.c).order_by(JOURNAL.c.position.desc()).limit(count)
    return [Entry(*row) for row in await session.execute(wanted)][::-1]


async def append(session: AsyncSession, events: Sequence[Event], now: datetime) -> None:
    """Writes the events at the next positions; the caller holds the writer's lock.

    An event that the journal has already stays as it is.
    """
    last = await last_position(session)
    rows = [_row(event, position, now) for position, event in enumerate(events, last + 1)]
    await insert_new(session, JOURNAL, rows, key=("id", "source"))


def _row(event: Event, position: int, now: datetime) -> Row:
    return {
        "position": position,
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "subject": event.subject,
        "time": event.time,
        "recorded_at": now,
        "version": event.aggregate_version or 0,
        "correlation_id": event.correlation_id,
        "causation_id": event.causation_id,
        "trace_id": event.traceparent.split("-")[1] if event.traceparent else None,
        "data": event.data,
    }
