"""Records tens of thousands of events of one type with a few statements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.outgoing import Cause, OutgoingEvent, envelope, new_id
from chassis.outbox.recorder import outbox_row
from chassis.storage.bulk import insert_many, upsert_many
from chassis.storage.tables import AggregateRow, OutboxRow

CHUNK = 5000  # PostgreSQL takes 32,767 parameters in a statement

Aggregates = dict[str, tuple[int, str]]  # reference -> version, correlation

_outbox: Table = OutboxRow.__table__  # type: ignore[attr-defined]
_aggregate: Table = AggregateRow.__table__  # type: ignore[attr-defined]


async def write_many(
    session: AsyncSession,
    service: str,
    kind: type[OutgoingEvent],
    items: Sequence[dict[str, Any]],
    now: datetime,
    *,
    cause: Cause,
    first: bool,
) -> None:
    """Gives each event its version and correlation, and writes its outbox row.

    `first` says that all their aggregates are new, so that none is looked up.
    """
    for start in range(0, len(items), CHUNK):
        chunk = items[start : start + CHUNK]
        references = [str(item[kind.reference]) for item in chunk]
        known = {} if first else await _known(session, kind.aggregate, references)
        rows = []
        for reference, item in zip(references, chunk, strict=True):
            event_id = new_id()
            version, correlation = known.get(reference, (0, cause.correlation_id or event_id))
            known[reference] = version + 1, correlation
            names = {"type": kind.event_type, "subject": reference}
            headers = envelope(
                service,
                names,
                event_id=event_id,
                version=version + 1,
                correlation_id=correlation,
                now=now,
                cause=cause,
            )
            rows.append(outbox_row(names, headers, item, now))
        write = insert_many if first else upsert_many
        await write(session, _aggregate, _aggregates(kind.aggregate, known))
        await insert_many(session, _outbox, rows)


async def _known(session: AsyncSession, kind: str, references: Sequence[str]) -> Aggregates:
    found = await session.execute(
        select(
            col(AggregateRow.reference),
            col(AggregateRow.version),
            col(AggregateRow.correlation_id),
        )
        .where(col(AggregateRow.kind) == kind, col(AggregateRow.reference).in_(references))
        .with_for_update()
    )
    return {reference: (version, correlation) for reference, version, correlation in found}


def _aggregates(kind: str, known: Aggregates) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "reference": reference, "version": version, "correlation_id": correlation}
        for reference, (version, correlation) in known.items()
    ]
