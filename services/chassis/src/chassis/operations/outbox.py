"""What operators see and change in the outbox: events to be sent, and events set aside."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlmodel import col

from chassis.operations.audit import audit_row
from chassis.operations.inbox import CHUNK
from chassis.storage.database import Store
from chassis.storage.tables import PENDING, SET_ASIDE, OutboxRow

STATES = {"pending": PENDING, "set-aside": SET_ASIDE}
_SHOWN = {
    "number": col(OutboxRow.seq),
    "event_id": col(OutboxRow.event_id),
    "event_type": col(OutboxRow.event_type),
    "subject": col(OutboxRow.subject),
    "exchange": col(OutboxRow.exchange),
    "created_at": col(OutboxRow.created_at),
    "set_aside_at": col(OutboxRow.set_aside_at),
    "refusals": col(OutboxRow.refusals),
    "error": col(OutboxRow.error),
}


async def unsent(store: Store, state: str | None = None) -> list[dict[str, Any]]:
    """The rows that have not been sent, without their bodies, in outbox order, all of them."""
    wanted = STATES[state] if state else col(OutboxRow.sent_at).is_(None)
    chosen = select(*_SHOWN.values()).where(wanted).order_by(col(OutboxRow.seq))
    async with store.reading() as session:
        rows = await session.execute(chosen)
        return [_shown(dict(zip(_SHOWN, row, strict=True))) for row in rows]


async def retry(store: Store, numbers: Sequence[int] | None = None) -> list[int]:
    """Let the relay send these rows that were set aside, or all of them; returns their numbers.

    A row that the broker still refuses is set aside again after as many refusals.
    """
    if numbers is None:
        numbers = [row["number"] for row in await unsent(store, "set-aside")]
    done: list[int] = []
    async with store.writing() as session:
        for start in range(0, len(numbers), CHUNK):
            chunk = col(OutboxRow.seq).in_(numbers[start : start + CHUNK])
            given = await session.execute(
                update(OutboxRow)
                .where(chunk, SET_ASIDE)
                .values(set_aside_at=None, refusals=0, error=None)
                .returning(col(OutboxRow.seq))
                .execution_options(synchronize_session=False)
            )
            done += given.scalars()
        session.add_all(audit_row("outbox retry", str(number)) for number in sorted(done))
    return sorted(done)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    state = "set-aside" if row["set_aside_at"] else "pending"
    return {"number": row.pop("number"), "state": state, **row}
