"""What operators see and change in the inbox; every change leaves an audit row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, true, update
from sqlalchemy.orm import defer
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from chassis.contracts.identity import REUSED
from chassis.operations.audit import audit_row
from chassis.operations.status import UNSETTLED, has_status, is_overdue, status_of
from chassis.storage.database import Store
from chassis.storage.tables import InboxRow, WaitRow

REPLAYABLE = ("waiting", "parked")
CHUNK = 500
OWN_CODES = ("overdue", "waiting", "our-failure", "key-missing", "killed-the-process", REUSED.code)
_KEPT = col(InboxRow.body).is_not(None)
_LARGE = (
    defer(col(InboxRow.body), raiseload=True),  # type: ignore[arg-type]
    defer(col(InboxRow.traceback), raiseload=True),  # type: ignore[arg-type]
)


@dataclass(frozen=True)
class Choice:
    """Selects events by state, by a reason's code and by key; all that are given must fit."""

    state: str | None = None
    reason: str | None = None
    keys: Sequence[str] | None = None

    def fits(self, row: InboxRow) -> bool:
        """Compare the reasons in Python: the two stores query JSON in different ways."""
        if self.reason is None:
            return True
        codes = {str(reason.get("code")) for reason in row.reasons}
        return self.reason in codes or (self.reason == "overdue" and is_overdue(row))


async def unsettled(store: Store, choice: Choice) -> list[InboxRow]:
    """The selected events, oldest first, all of them; applied ones never.

    Without a state, discarded ones are left out too. Their bodies stay in the store: tens of
    thousands of them would fill the memory.
    """
    states = (choice.state,) if choice.state else UNSETTLED
    chosen = select(InboxRow).where(has_status(*states)).options(*_LARGE)
    if choice.keys is not None:
        chosen = chosen.where(col(InboxRow.key).in_(choice.keys))
    async with store.reading() as session:
        rows = await session.execute(chosen.order_by(col(InboxRow.received_at), col(InboxRow.key)))
        return [row for row in rows.scalars() if choice.fits(row)]


async def reason_codes(store: Store) -> set[str]:
    """The codes that an event here can be selected by: those in the inbox, and the chassis' own."""
    kept = select(col(InboxRow.reasons)).where(has_status(*UNSETTLED, "discarded"))
    async with store.reading() as session:
        lists = (await session.execute(kept)).scalars()
        return {*OWN_CODES, *(str(each.get("code")) for found in lists for each in found)}


async def one(store: Store, key: str) -> tuple[InboxRow, list[str]] | None:
    """An event by its key, or by the beginning of it where that is unambiguous."""
    async with store.reading() as session:
        rows = await session.execute(
            select(InboxRow).where(col(InboxRow.key).startswith(key, autoescape=True)).limit(2)
        )
        found = list(rows.scalars())
        if len(found) != 1:
            return None
        things = await session.execute(
            select(WaitRow.thing).where(col(WaitRow.key) == found[0].key)  # type: ignore[call-overload]
        )
        return found[0], sorted(things.scalars())


async def replay(store: Store, choice: Choice, *, as_of: datetime | None = None) -> list[str]:
    """Mark the selected events ready: the running service applies them within a second.

    In short transactions, so that the service can work meanwhile. An event with a reused id is
    left out: no replay can apply it.
    """
    keys = [row.key for row in await unsettled(store, choice) if is_replayable(row)]
    said = f"as of {as_of.astimezone(UTC).isoformat()}" if as_of else ""
    done: list[str] = []
    for start in range(0, len(keys), CHUNK):
        async with store.writing() as session:
            chunk = keys[start : start + CHUNK]
            made = await _change(session, chunk, _KEPT, state="ready", as_of=as_of)
            session.add_all(audit_row("replay", key, said) for key in made)
        done += made
    return done


def is_replayable(row: InboxRow) -> bool:
    """Whether another try could have another result."""
    return row.state in REPLAYABLE and REUSED._asdict() not in row.reasons


async def discard(store: Store, key: str, reason: str) -> bool:
    """Discard an event: its body is deleted, its identity is remembered."""
    async with store.writing() as session:
        done = await _change(
            session, [key], true(), state="discarded", body=None, settled_at=datetime.now(UTC)
        )
        session.add_all(audit_row("discard", key, reason) for key in done)
    return bool(done)


async def _change(
    session: AsyncSession, keys: Sequence[str], also: ColumnElement[bool], **values: Any
) -> list[str]:
    """Change the rows that are still unsettled: the sweeper may have been faster."""
    changed = await session.execute(
        update(InboxRow)
        .where(col(InboxRow.key).in_(keys), col(InboxRow.state).in_(REPLAYABLE), also)
        .values(**values)
        .returning(col(InboxRow.key))
        .execution_options(synchronize_session=False)
    )
    done = list(changed.scalars())
    await session.execute(delete(WaitRow).where(col(WaitRow.key).in_(done)))
    return done


def shown(row: InboxRow) -> dict[str, Any]:
    """An event's row without its content."""
    return {
        "key": row.key,
        "state": status_of(row),
        "overdue": is_overdue(row),
        "event_id": row.event_id,
        "event_type": row.event_type,
        "event_source": row.source,
        "subject": row.subject,
        "event_time": row.event_time,
        "received_at": row.received_at,
        "overdue_at": row.overdue_at,
        "reasons": row.reasons,
    }
