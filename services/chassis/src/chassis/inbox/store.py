"""The inbox table: claims an event for this transaction, and writes its outcome."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.event import Event, Identity, Reason
from chassis.storage.bulk import insert_or
from chassis.storage.tables import InboxRow, WaitRow

KEYS = 500  # in one statement
_BLANK: dict[str, Any] = {
    **dict.fromkeys(("key", "content_hash", "event_id", "event_type", "source", "subject")),
    **dict.fromkeys(("event_time", "state", "received_at", "settled_at", "body")),
    "overdue": False,
    "reasons": [],
}
_INSERT_IF_NEW = insert_or(InboxRow, tuple(_BLANK), "ON CONFLICT (key) DO NOTHING")


async def claim(session: AsyncSession, event: Event, now: datetime) -> bool:
    """Insert a new event as applied; False if its identity is known.

    On PostgreSQL a second replica waits here for the first one's commit.
    """
    inserted: Any = await session.execute(_INSERT_IF_NEW, _applied(event, now))
    return bool(inserted.rowcount)


async def claim_batch(session: AsyncSession, events: Sequence[Event], now: datetime) -> set[str]:
    """Insert the new ones of these events, each key once, as applied; returns their keys.

    Fails where another replica inserts one of them meanwhile.
    """
    new = {event.key: event for event in events}
    keys = list(new)
    for start in range(0, len(keys), KEYS):
        known = col(InboxRow.key).in_(keys[start : start + KEYS])
        for key in (await session.execute(select(col(InboxRow.key)).where(known))).scalars():
            del new[key]
    if new:
        await session.execute(insert(InboxRow), [_applied(event, now) for event in new.values()])
    return set(new)


async def claim_ready(session: AsyncSession, key: str) -> InboxRow | None:
    """A ready row, locked; None if another replica has it or has settled it."""
    return await _locked(session, key, col(InboxRow.state) == "ready")


async def claim_overdue(session: AsyncSession, key: str, now: datetime) -> InboxRow | None:
    """A row that waits beyond its time and was not announced, locked; else None."""
    return await _locked(session, key, overdue(now))


def overdue(now: datetime) -> Any:
    """The condition of a row that waits beyond its time and was not announced."""
    waiting = (col(InboxRow.state) == "waiting") & col(InboxRow.overdue).is_(False)
    return waiting & (col(InboxRow.overdue_at) <= now)


async def known_hash(session: AsyncSession, key: str) -> str | None:
    """The content hash of a known identity."""
    found = await session.execute(
        select(col(InboxRow.content_hash)).where(col(InboxRow.key) == key)
    )
    return found.scalar_one_or_none()


async def settle(session: AsyncSession, key: str, now: datetime) -> None:
    """Applied: the body is deleted."""
    await _set(session, key, state="applied", settled_at=now, body=None, reasons=[], traceback=None)
    await session.execute(delete(WaitRow).where(col(WaitRow.key) == key))


async def defer(
    session: AsyncSession,
    key: str,
    prerequisites: Iterable[str],
    body: bytes,
    overdue_at: datetime,
) -> None:
    """The event waits for its prerequisites; `overdue_at` counts from the first time."""
    waits = [{"key": key, "thing": prerequisite} for prerequisite in prerequisites]
    reasons = [{"code": "waiting", "message": f"Waits for {each['thing']}."} for each in waits]
    await _set(session, key, state="waiting", body=body, reasons=reasons, settled_at=None)
    first = col(InboxRow.overdue_at).is_(None) & col(InboxRow.overdue).is_(False)
    await _set(session, key, first, overdue_at=overdue_at)
    await session.execute(delete(WaitRow).where(col(WaitRow.key) == key))
    await session.execute(insert(WaitRow), waits)


async def retry_overdue(session: AsyncSession, key: str) -> None:
    """Let the sweeper run the service's handler for this overdue event once more."""
    await _set(session, key, col(InboxRow.overdue_at).is_not(None), overdue=False)


async def park(
    session: AsyncSession,
    key: str,
    reasons: Iterable[Reason],
    body: bytes,
    traceback: str | None = None,
) -> None:
    """Parked with its reasons; the body is kept for a replay."""
    shown = [reason._asdict() for reason in reasons]
    await _set(session, key, state="parked", body=body, reasons=shown, traceback=traceback)


async def park_invalid(
    session: AsyncSession,
    identity: Identity,
    event_type: str,
    reasons: Iterable[Reason],
    body: bytes | None,
    now: datetime,
) -> bool:
    """Insert an invalid event as parked; False if exactly this is known."""
    known = await known_hash(session, identity.key)
    if known == identity.content_hash:
        return False
    row = _BLANK | {
        "key": identity.key if known is None else identity.content_hash,
        "state": "parked",
        "content_hash": identity.content_hash,
        "event_id": identity.id,
        "event_type": event_type,
        "source": identity.source,
        "received_at": now,
        "reasons": [reason._asdict() for reason in reasons],
        "body": body,
    }
    inserted: Any = await session.execute(_INSERT_IF_NEW, row)
    return bool(inserted.rowcount)


async def adopt_identity(session: AsyncSession, key: str, event: Event) -> bool:
    """Give the row of a once invalid event its identity; False if that identity has a row."""
    if await known_hash(session, event.key) is not None:
        return False
    await _set(session, key, **_identity(event))
    return True


async def forget(session: AsyncSession, key: str) -> None:
    """Delete a row: the same event has a row of its own."""
    await session.execute(delete(InboxRow).where(col(InboxRow.key) == key))


async def _locked(session: AsyncSession, key: str, condition: Any) -> InboxRow | None:
    chosen = select(InboxRow).where(col(InboxRow.key) == key, condition)
    found = await session.execute(chosen.with_for_update(skip_locked=True))
    return found.scalar_one_or_none()


async def _set(session: AsyncSession, key: str, /, *conditions: Any, **values: Any) -> None:
    await session.execute(
        update(InboxRow)
        .where(col(InboxRow.key) == key, *conditions)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _identity(event: Event) -> dict[str, Any]:
    return {
        "key": event.key,
        "content_hash": event.content_hash,
        "event_id": event.id,
        "source": event.source,
        "subject": event.subject,
        "event_time": event.time,
    }


def _applied(event: Event, now: datetime) -> dict[str, Any]:
    times = {"received_at": now, "settled_at": now}
    return _BLANK | _identity(event) | times | {"event_type": event.type, "state": "applied"}
