"""The inbox table's rows: claiming an event for this transaction and writing what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.event import Event, Identity, Reason
from chassis.storage.tables import InboxRow, WaitRow
from chassis.storage.upsert import insert_or

_COLUMNS = (
    "key",
    "state",
    "content_hash",
    "event_id",
    "event_type",
    "source",
    "subject",
    "event_time",
    "received_at",
    "settled_at",
    "overdue",
    "reasons",
    "body",
)
_INSERT_NEW = insert_or(InboxRow, _COLUMNS, "ON CONFLICT (key) DO NOTHING")


def row_of(event: Event, now: datetime) -> dict[str, Any]:
    """The row of an event that is taken in, and applied, now."""
    return {
        "key": event.key,
        "state": "applied",
        "content_hash": event.content_hash,
        "event_id": event.id,
        "event_type": event.type,
        "source": event.source,
        "subject": event.subject,
        "event_time": event.time,
        "received_at": now,
        "settled_at": now,
        "overdue": False,
        "reasons": [],
        "body": None,
    }


async def claim_new(session: AsyncSession, event: Event, now: datetime) -> bool:
    """Take a new event as applied; False where its identity is known already.

    On PostgreSQL a second replica waits here for the first one's commit.
    """
    inserted = await session.execute(_INSERT_NEW, row_of(event, now))
    return _inserted(inserted)


async def claim_ready(session: AsyncSession, key: str) -> InboxRow | None:
    """A row that is ready, locked; None where another replica has it or it was settled."""
    found = await session.execute(
        select(InboxRow)
        .where(col(InboxRow.key) == key, col(InboxRow.state) == "ready")
        .with_for_update(skip_locked=True)
    )
    return found.scalar_one_or_none()


async def hash_of(session: AsyncSession, key: str) -> str | None:
    """The content hash under which an identity is known."""
    found = await session.execute(
        select(col(InboxRow.content_hash)).where(col(InboxRow.key) == key)
    )
    return found.scalar_one_or_none()


async def settle(session: AsyncSession, key: str, now: datetime) -> None:
    """Applied: the body is forgotten."""
    await _set(session, key, state="applied", settled_at=now, body=None, reasons=[], traceback=None)
    await session.execute(delete(WaitRow).where(col(WaitRow.key) == key))


async def wait(
    session: AsyncSession, key: str, things: Sequence[str], body: bytes, overdue_at: datetime
) -> None:
    """Waiting for things; the deadline counts from the first arrival."""
    reasons = [{"code": "waiting", "message": f"Waits for {thing}."} for thing in things]
    await _set(session, key, state="waiting", body=body, reasons=reasons, settled_at=None)
    await session.execute(
        update(InboxRow)
        .where(col(InboxRow.key) == key, col(InboxRow.overdue_at).is_(None))
        .where(col(InboxRow.overdue).is_(False))
        .values(overdue_at=overdue_at)
        .execution_options(synchronize_session=False)
    )
    await session.execute(delete(WaitRow).where(col(WaitRow.key) == key))
    await session.execute(insert(WaitRow), [{"key": key, "thing": thing} for thing in things])


async def act_again(session: AsyncSession, key: str) -> None:
    """What the service could not do yet about an overdue event, the sweep tries once more."""
    await session.execute(
        update(InboxRow)
        .where(col(InboxRow.key) == key, col(InboxRow.overdue_at).is_not(None))
        .values(overdue=False)
        .execution_options(synchronize_session=False)
    )


async def park(
    session: AsyncSession,
    key: str,
    reasons: Sequence[Reason],
    body: bytes,
    traceback: str | None = None,
) -> None:
    """Parked with its reasons, body kept for a replay."""
    told = [reason._asdict() for reason in reasons]
    await _set(session, key, state="parked", body=body, reasons=told, traceback=traceback)


async def park_unread(
    session: AsyncSession,
    identity: Identity,
    event_type: str,
    reasons: Sequence[Reason],
    body: bytes | None,
    now: datetime,
) -> bool:
    """Park what could not be read; False where exactly this was seen before."""
    known = await hash_of(session, identity.key)
    if known == identity.content_hash:
        return False
    key = identity.key if known is None else identity.content_hash
    row = {
        "key": key,
        "state": "parked",
        "content_hash": identity.content_hash,
        "event_id": identity.id,
        "event_type": event_type,
        "source": identity.source,
        "subject": None,
        "event_time": None,
        "received_at": now,
        "settled_at": None,
        "overdue": False,
        "reasons": [reason._asdict() for reason in reasons],
        "body": body,
    }
    inserted = await session.execute(_INSERT_NEW, row)
    return _inserted(inserted)


async def _set(session: AsyncSession, key: str, **values: Any) -> None:
    await session.execute(
        update(InboxRow)
        .where(col(InboxRow.key) == key)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _inserted(result: Any) -> bool:
    return bool(result.rowcount)
